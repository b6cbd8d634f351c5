using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.RateLimiting;

/// <summary>What a process decides from its own memory.</summary>
public sealed class LeasedBucketTests
{
    private static readonly RateLimit Limit = new(PerSecond: 10, Burst: 100);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly LeasedBucket _bucket = new(Limit, TimeSpan.Zero);

    [Fact]
    public void One_that_was_never_asked_before_waits_and_the_first_to_come_asks()
    {
        var (first, second) = (_bucket.TryTake(1, Second), _bucket.TryTake(3, Second));

        Assert.Equal((TakeOutcome.Unknown, true), (first.Outcome, first.Ask));
        Assert.Equal((TakeOutcome.Unknown, false), (second.Outcome, second.Ask));
        Assert.False(first.Answer!.IsCompleted);
        var request = _bucket.BeginAsk(Limit, Second);
        Assert.Equal((0, 0, 3), (request.Used, request.Held, request.Needed));
        Assert.True(request.Wanted >= 4);

        _bucket.Apply(Given(10), Second);

        Assert.True(first.Answer.IsCompleted && second.Answer!.IsCompleted);
        Assert.Equal(TakeOutcome.Admitted, _bucket.TryTake(1, Second).Outcome);
    }

    [Fact]
    public void What_is_leased_is_spent_without_asking_until_little_is_left()
    {
        Lease(20);

        var asked = Enumerable.Range(1, 20).Select(_ => _bucket.TryTake(1, Second)).ToList();

        Assert.All(asked, taken => Assert.Equal(TakeOutcome.Admitted, taken.Outcome));
        Assert.Equal([15], Enumerable.Range(1, 20).Where(n => asked[n - 1].Ask));
    }

    [Fact]
    public void It_says_what_it_has_spent_and_holds_and_never_less_than_what_it_spends_meanwhile()
    {
        Lease(20);
        Take(15);

        var request = _bucket.BeginAsk(Limit, Second);

        Assert.Equal((15, 5), (request.Used, request.Held));
        Take(5);
        _bucket.Apply(Given(30), Second);
        Assert.Equal(30, Enumerable.Range(0, 40).Count(_ => _bucket.TryTake(1, Second).Outcome == TakeOutcome.Admitted));
    }

    [Fact]
    public void It_leases_ahead_what_was_asked_of_it_lately()
    {
        Lease(40);
        Take(24);

        // 24 in three seconds, for four.
        Assert.Equal(32 - 16, _bucket.BeginAsk(Limit, Second * 4).Wanted);
    }

    [Fact]
    public void A_lease_is_good_from_when_it_was_asked_for_and_no_longer()
    {
        _bucket.TryTake(1, Second);
        _bucket.BeginAsk(Limit, Second);
        _bucket.Apply(Given(20), Second * 2);

        Assert.Equal(TakeOutcome.Admitted, _bucket.TryTake(1, Second + LeaseTerms.Validity - TimeSpan.FromTicks(1)).Outcome);
        Assert.Equal(TakeOutcome.Unknown, _bucket.TryTake(1, Second + LeaseTerms.Validity).Outcome);
    }

    [Fact]
    public void An_answer_that_comes_after_its_time_gives_nothing()
    {
        _bucket.TryTake(1, Second);
        _bucket.BeginAsk(Limit, Second);
        _bucket.Apply(Given(20), Second + LeaseTerms.Validity);

        Assert.Equal(TakeOutcome.Unknown, _bucket.TryTake(1, Second + LeaseTerms.Validity).Outcome);
    }

    [Fact]
    public void Empty_it_refuses_by_itself_until_its_turn_and_asks_once_by_then()
    {
        Lease(0, comeAgainIn: Second);

        var refused = Enumerable.Range(0, 1_000).Select(i => _bucket.TryTake(3, Second + (Second * 0.0009 * i))).ToList();

        Assert.All(refused, taken => Assert.Equal((TakeOutcome.Refused, false), (taken.Outcome, taken.Ask)));
        Assert.All(refused, taken => Assert.True(taken.ComeAgainIn > TimeSpan.Zero));
        Assert.True(_bucket.GoesOn(Second * 2));
        Assert.Equal(3, _bucket.BeginAsk(Limit, Second * 2).Needed);
    }

    [Fact]
    public void A_dear_request_is_refused_where_a_cheap_one_is_not()
    {
        Lease(2, comeAgainIn: Second);

        Assert.Equal(TakeOutcome.Refused, _bucket.TryTake(3, Second).Outcome);
        Assert.Equal(TakeOutcome.Admitted, _bucket.TryTake(1, Second).Outcome);
    }

    [Fact]
    public void Nobody_asks_again_for_one_who_has_gone()
    {
        Lease(0, comeAgainIn: Second);

        Assert.False(_bucket.GoesOn(Second * 2));
        Assert.True(_bucket.TryTake(1, Second * 3).Ask);
    }

    [Fact]
    public void What_is_left_counts_what_others_have_not_taken()
    {
        Lease(20, left: 50, sharers: 2);

        Assert.Equal(69, _bucket.TryTake(1, Second).Remaining);
        Assert.Equal(68 + 5, _bucket.TryTake(1, Second * 2).Remaining);
        Assert.Equal(67 + 40, _bucket.TryTake(1, Second * 9).Remaining + 7);
    }

    [Fact]
    public void Out_of_reach_it_serves_its_part_of_the_limit_for_five_seconds_then_nobody_can_say()
    {
        Lease(1, sharers: 4);
        Take(1);
        _bucket.TryTake(1, Second);
        _bucket.BeginAsk(Limit, Second);
        _bucket.Fail(Second);

        var served = Enumerable.Range(0, 500).Count(i => _bucket.TryTake(1, Second + (Second * 0.01 * i)).Outcome == TakeOutcome.Admitted);

        // A second's worth, and five seconds at a quarter of ten.
        Assert.InRange(served, 2 + 9, 2 + 12);
        Assert.Equal(TakeOutcome.Unmetered, _bucket.TryTake(1, Second + LeasedBucket.AloneFor + TimeSpan.FromTicks(1)).Outcome);
    }

    [Fact]
    public void Not_knowing_how_many_share_it_serves_half()
    {
        _bucket.TryTake(1, Second);
        _bucket.BeginAsk(Limit, Second);
        _bucket.GiveUpWaiting(Second);

        Assert.Equal(5, Enumerable.Range(0, 50).Count(_ => _bucket.TryTake(1, Second).Outcome == TakeOutcome.Admitted));
    }

    [Fact]
    public void Within_reach_again_the_grains_word_counts()
    {
        _bucket.TryTake(1, Second);
        _bucket.BeginAsk(Limit, Second);
        _bucket.Fail(Second);
        _bucket.BeginAsk(Limit, Second * 2);

        _bucket.Apply(new Lease(0, LeaseTerms.Validity, Second, 0, 1), Second * 2);

        Assert.Equal(TakeOutcome.Refused, _bucket.TryTake(1, Second * 2).Outcome);
    }

    [Fact]
    public void The_pauses_between_failures_grow_up_to_a_second()
    {
        _bucket.TryTake(1, Second);
        var pauses = Enumerable.Range(0, 7).Select(_ =>
        {
            _bucket.BeginAsk(Limit, Second);
            return _bucket.Fail(Second).TotalMilliseconds;
        });

        Assert.Equal([50, 100, 200, 400, 800, 1_000, 1_000], pauses);
    }

    [Fact]
    public void Failures_long_ago_say_nothing_of_now()
    {
        _bucket.TryTake(1, Second);
        _bucket.BeginAsk(Limit, Second);
        _bucket.Fail(Second);
        Assert.False(_bucket.GoesOn(Second * 2));

        Assert.Equal(TakeOutcome.Unknown, _bucket.TryTake(1, Second * 100).Outcome);
    }

    [Fact]
    public void Somebody_with_another_reason_may_ask_when_nobody_does()
    {
        Lease(20);

        Assert.Equal((true, false), (_bucket.TryBeginAsking(), _bucket.TryBeginAsking()));
        _bucket.BeginAsk(new RateLimit(1, 10), Second);

        Assert.Equal(new RateLimit(1, 10), _bucket.Limit);
        Assert.Equal(10, Enumerable.Range(0, 20).Count(_ => _bucket.TryTake(1, Second).Outcome == TakeOutcome.Admitted));
    }

    [Fact]
    public void What_was_refused_is_wanted_however_long_ago_that_was()
    {
        Lease(10, comeAgainIn: Second);
        Assert.Equal(TakeOutcome.Refused, _bucket.TryTake(40, Second).Outcome);

        Assert.Equal(30, _bucket.BeginAsk(Limit, Second * 9).Wanted);
    }

    private static Lease Given(long points, TimeSpan comeAgainIn = default, long left = 0, int sharers = 1) =>
        new(points, LeaseTerms.Validity, comeAgainIn, left, sharers);

    /// <summary>At second 1; nobody is asking afterwards, unless the bucket is empty.</summary>
    private void Lease(long points, TimeSpan comeAgainIn = default, long left = 0, int sharers = 1)
    {
        Assert.True(_bucket.TryTake(1, Second).Ask);
        _bucket.BeginAsk(Limit, Second);
        var pause = _bucket.Apply(Given(points, comeAgainIn, left, sharers), Second);
        if (pause == default)
        {
            _bucket.GoesOn(Second);
        }
    }

    private void Take(int points)
    {
        for (var i = 0; i < points; i++)
        {
            Assert.Equal(TakeOutcome.Admitted, _bucket.TryTake(1, Second).Outcome);
        }
    }
}
