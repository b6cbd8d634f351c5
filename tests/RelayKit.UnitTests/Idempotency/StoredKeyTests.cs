using CsCheck;
using RelayKit.Idempotency;

namespace RelayKit.UnitTests.Idempotency;

public sealed class StoredKeyTests
{
    private static readonly DateTimeOffset FirstUse = DateTimeOffset.Parse("2026-11-23T12:00:00Z", null);

    [Theory]
    [InlineData(0, false, KeyVerdict.InFlight)]
    [InlineData(29.999, false, KeyVerdict.InFlight)]
    [InlineData(30, false, KeyVerdict.Abandoned)]
    [InlineData(86_399.999, false, KeyVerdict.Abandoned)]
    [InlineData(86_400, false, KeyVerdict.Expired)]
    [InlineData(0, true, KeyVerdict.Answered)]
    [InlineData(86_399.999, true, KeyVerdict.Answered)]
    [InlineData(86_400, true, KeyVerdict.Expired)]
    public void A_repetition_finds_the_run_then_what_it_left_then_its_answer_for_24_hours(double seconds, bool answered, KeyVerdict verdict)
    {
        var stored = Row(FirstUse) with { Answer = answered ? [1] : null };

        Assert.Equal(verdict, stored.Judge(Row(FirstUse.AddSeconds(seconds))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Other_content_is_refused_for_24_hours_whether_or_not_there_is_an_answer(bool answered)
    {
        var stored = Row(FirstUse) with { Answer = answered ? [1] : null };
        StoredKey Other(TimeSpan after) => Row(FirstUse + after) with { ContentHash = [9] };

        Assert.Equal(KeyVerdict.OtherContent, stored.Judge(Other(TimeSpan.Zero)));
        Assert.Equal(KeyVerdict.OtherContent, stored.Judge(Other(StoredKey.Lifetime - TimeSpan.FromMilliseconds(1))));
        Assert.Equal(KeyVerdict.Expired, stored.Judge(Other(StoredKey.Lifetime)));
    }

    [Fact]
    public void Never_is_a_key_new_again_before_its_time() => Gen.Select(Gen.Long[0, StoredKey.Lifetime.Ticks - 1], Gen.Bool, Gen.Bool).Sample(
        (ticks, answered, same) =>
        {
            var stored = Row(FirstUse) with { Answer = answered ? [1] : null };
            var asked = Row(FirstUse.AddTicks(ticks)) with { ContentHash = same ? [2] : [9] };

            Assert.NotEqual(KeyVerdict.Expired, stored.Judge(asked));
        });

    [Fact]
    public void Whoever_takes_over_runs_with_the_first_runs_seed_and_instant_under_a_claim_of_its_own()
    {
        var mine = Row(FirstUse.AddMinutes(1)) with { Seed = [9] };

        var taken = Row(FirstUse).TakenOverBy(mine);

        Assert.Equal((3, FirstUse), (taken.Seed.Single(), taken.CreatedAt));
        Assert.Equal((mine.Claim, mine.LeaseUntil), (taken.Claim, taken.LeaseUntil));
        Assert.Equal(KeyVerdict.Mine, taken.Judge(mine));
    }

    private static StoredKey Row(DateTimeOffset now) => new()
    {
        Tenant = null,
        RequestHash = [1],
        ContentHash = [2],
        Seed = [3],
        Claim = Guid.NewGuid(),
        CreatedAt = now,
        LeaseUntil = now + StoredKey.Lease,
    };
}
