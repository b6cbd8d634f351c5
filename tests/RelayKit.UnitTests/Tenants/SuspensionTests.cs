using CsCheck;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Tenants;

/// <summary>What a suspension says of the sessions that go on.</summary>
public sealed class SuspensionTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void However_often_it_is_asked_for_it_keeps_its_beginning_and_its_grace_only_becomes_shorter() =>
        Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 86_400]).List[1, 20].Sample(asked =>
        {
            Suspension? holds = null;
            var (nowSeconds, earliest) = (0, long.MaxValue);
            foreach (var (later, graceSeconds) in asked)
            {
                nowSeconds += later;
                earliest = Math.Min(earliest, nowSeconds + graceSeconds);
                holds = new NewSuspension($"at {nowSeconds}", TimeSpan.FromSeconds(graceSeconds)).After(holds, Start.AddSeconds(nowSeconds));

                Assert.Equal(Start.AddSeconds(asked[0].Item1), holds.Since);
                Assert.Equal(Start.AddSeconds(earliest), holds.SessionsEndAt);
                Assert.Equal($"at {nowSeconds}", holds.Reason);
            }
        });

    [Fact]
    public void One_that_an_earlier_release_wrote_ends_no_session_until_it_is_asked_for_again()
    {
        var written = new Suspension(Start, "unpaid");

        var again = new NewSuspension("unpaid", TimeSpan.FromSeconds(9)).After(written, Start.AddSeconds(1));

        Assert.Null(written.SessionsEndAt);
        Assert.Equal(Start.AddSeconds(10), again.SessionsEndAt);
    }
}
