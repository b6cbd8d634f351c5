using CsCheck;
using RelayKit.Limits;
using RelayKit.Recordings;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Recordings;

public sealed class RecordingUsageTests
{
    private const long Now = Egresses.StartMs;

    /// <summary>Two recordings go on, of which one has recorded for 90 s and the other for 30 s; 10 minutes and 1,000 bytes are done; one stream goes out.</summary>
    private static readonly RecordingUsage Usage = new(
        new MediaUsage(3, new UsageLine(600_000, 2, (2 * Now) - 120_000), 1_000),
        new MediaUsage(1, new UsageLine(5_000, 1, Now - 10_000), 7));

    [Theory]
    [InlineData(LimitNames.Recordings, 3L)]
    [InlineData(LimitNames.Streams, 1L)]
    [InlineData(LimitNames.RecordingMinutes, 12L)]
    [InlineData(LimitNames.RecordingBytes, 1_000L)]
    [InlineData(LimitNames.Participants, null)]
    [InlineData(LimitNames.Ingresses, null)]
    public void Each_limit_is_counted_in_its_own_unit(string limit, long? used) => Assert.Equal(used, Usage.UsedOf(limit, Now));

    [Fact]
    public void What_goes_on_counts_up_to_the_instant_that_is_asked_for()
    {
        Assert.Equal(720_000, Usage.Recordings.MsAt(Now));
        Assert.Equal(720_000 + (2 * 1_000), Usage.Recordings.MsAt(Now + 1_000));
        Assert.Equal(15_001, Usage.Streams.MsAt(Now + 1));
        Assert.Equal(0, new MediaUsage(1, new UsageLine(0, 1, Now), 0).MsAt(Now - 5));
    }

    [Theory]
    [InlineData(LimitNames.Recordings, 3, true)]
    [InlineData(LimitNames.Recordings, 4, false)]
    [InlineData(LimitNames.RecordingMinutes, 12, true)]
    [InlineData(LimitNames.RecordingMinutes, 13, false)]
    [InlineData(LimitNames.RecordingBytes, 1_000, true)]
    [InlineData(LimitNames.RecordingBytes, 1_001, false)]
    [InlineData(LimitNames.Streams, 0, true)]
    [InlineData(LimitNames.Streams, 2, false)]
    public void A_limit_is_reached_when_all_of_it_is_used(string name, long value, bool isReached)
    {
        var reached = Usage.FirstReached([Limit(LimitNames.Participants, 0), Limit(name, value)], Now);

        Assert.Equal(isReached ? Limit(name, value) with { Used = Usage.UsedOf(name, Now) } : null, reached);
    }

    [Fact]
    public void The_first_that_is_reached_decides() =>
        Assert.Equal(
            LimitNames.RecordingBytes,
            Usage.FirstReached([Limit(LimitNames.Recordings, 9), Limit(LimitNames.RecordingBytes, 1), Limit(LimitNames.RecordingMinutes, 1)], Now)?.Name);

    [Fact]
    public void What_starts_goes_on_for_no_longer_than_the_minutes_that_are_left_and_for_a_second_at_least() =>
        Gen.Select(Gen.Long[0, 10_000_000], Gen.Int[0, 5], Gen.Int[1, 200], Gen.Int[1, 100_000]).Sample((closedMs, active, minutes, most) =>
        {
            var usage = RecordingUsage.None with { Recordings = new MediaUsage(active, new UsageLine(closedMs, active, active * Now), 0) };
            var leftMs = (minutes * 60_000L) - closedMs;

            var seconds = usage.SecondsLeft([Limit(LimitNames.Recordings, 1), Limit(LimitNames.RecordingMinutes, minutes)], Now, most);

            Assert.InRange(seconds, 1, most);
            Assert.True(seconds == most || seconds == 1 || (seconds * 1000L >= leftMs && (seconds - 1) * 1000L < leftMs));
            Assert.True(seconds == 1 || (seconds - 1) * 1000L < leftMs);
        });

    [Fact]
    public void Without_a_limit_of_minutes_nothing_is_cut() =>
        Assert.Equal(10_800, Usage.SecondsLeft([Limit(LimitNames.RecordingBytes, 2_000)], Now, 10_800));

    [Theory]
    [InlineData(LimitNames.Recordings, LimitOwner.Operator, "raised by the operator.")]
    [InlineData(LimitNames.Streams, LimitOwner.Tenant, "raised by the tenant, with PATCH /v1/tenant.")]
    [InlineData(LimitNames.RecordingMinutes, LimitOwner.Operator, "Wait for the next one")]
    [InlineData(LimitNames.RecordingBytes, LimitOwner.Tenant, "Wait for the next one")]
    public void A_refusal_names_the_limit_and_says_how_to_mend_it(string name, LimitOwner owner, string how)
    {
        var limit = new ReachedLimit(name, LimitScope.Tenant, null, 5, 7, owner);

        var error = RecordingErrors.Reached(limit);

        Assert.Equal((ErrorCode.LimitReached, limit), (error.Code, error.Limit));
        Assert.Contains($"the limit {name} raised by", error.Message, StringComparison.Ordinal);
        Assert.Contains(how, error.Message, StringComparison.Ordinal);
        Assert.Contains("7", error.Message, StringComparison.Ordinal);
        Assert.Contains("5", error.Message, StringComparison.Ordinal);
    }

    private static ReachedLimit Limit(string name, long value) => new(name, LimitScope.Tenant, null, value, null, LimitOwner.Tenant);
}
