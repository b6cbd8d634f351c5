using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.RateLimiting;

/// <summary>What the grain gives to whom, and what it takes back.</summary>
public sealed class LeaseBookTests
{
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(1);
    private static readonly RateLimit Limit = new(PerSecond: 10, Burst: 100);
    private static readonly Guid Ann = Guid.NewGuid();
    private static readonly Guid Ben = Guid.NewGuid();

    private readonly LeaseBook _book = new(Limit, TimeSpan.Zero, LongAgo);

    [Fact]
    public void One_alone_holds_half_of_the_burst_and_two_hold_a_quarter_each()
    {
        Assert.Equal((50, 1), Of(Ask(Ann, 1, wanted: 1_000)));
        Assert.Equal((25, 2), Of(Ask(Ben, 1, wanted: 1_000)));
        Assert.Equal((0, 2), Of(Ask(Ann, 2, held: 50, wanted: 1_000)));

        static (long, int) Of(Lease lease) => (lease.Granted, lease.Sharers);
    }

    [Fact]
    public void Nobody_is_given_more_than_is_wanted_and_is_not_sent_away_then()
    {
        var lease = Ask(Ann, 1, wanted: 7);

        Assert.Equal((7, 93, TimeSpan.Zero), (lease.Granted, lease.Left, lease.ComeAgainIn));
        Assert.Equal(LeaseTerms.Validity, lease.ValidFor);
    }

    [Fact]
    public void What_one_request_needs_is_given_beyond_the_part_but_never_the_last_quarter()
    {
        Ask(Ann, 1, wanted: 50);
        foreach (var _ in Enumerable.Range(0, 10))
        {
            _book.Renew(new LeaseRequest(Guid.NewGuid(), 1, Limit, 0, 0, 10, 10), TimeSpan.Zero);
        }

        var late = Ask(Ben, 1, wanted: 10, needed: 10);

        Assert.Equal((0, 25), (late.Granted, late.Left));
        Assert.True(late.ComeAgainIn > TimeSpan.Zero);
    }

    [Fact]
    public void Points_of_an_answer_that_was_lost_come_back_with_the_next_word()
    {
        Ask(Ann, 1, wanted: 30);

        Assert.Equal(100, Ask(Ann, 2, used: 0, held: 0, wanted: 0).Left);
    }

    [Fact]
    public void What_expired_unspent_comes_back_with_the_next_word_and_what_was_spent_does_not()
    {
        Ask(Ann, 1, wanted: 30);

        Assert.Equal(80, Ask(Ann, 2, used: 20, held: 0, wanted: 0).Left);
    }

    [Fact]
    public void Meanwhile_nothing_fills_the_bucket_in_their_place()
    {
        Ask(Ann, 1, wanted: 30);

        Assert.Equal(70, Ask(Ben, 1, wanted: 0, at: LeaseTerms.Kept - TimeSpan.FromTicks(1)).Left);
        Assert.Equal(100, Ask(Ben, 2, wanted: 0, at: LeaseTerms.Kept + TimeSpan.FromSeconds(3)).Left);
    }

    [Fact]
    public void Whoever_is_forgotten_gets_nothing_back()
    {
        Ask(Ann, 1, wanted: 50);
        Ask(Ben, 1, wanted: 25);
        Ask(Ben, 2, used: 25, wanted: 50, at: LeaseTerms.Kept);
        var before = Ask(Ben, 3, used: 75, wanted: 0, at: LeaseTerms.Kept).Left;

        Assert.Equal(before, Ask(Ann, 2, used: 0, held: 0, wanted: 0, at: LeaseTerms.Kept).Left);
    }

    [Fact]
    public void What_a_holder_brings_along_is_never_taken_back()
    {
        // 3 of a predecessor's expire unspent, and all 5 of this one's are spent.
        Ask(Ben, 1, wanted: 30);
        Ask(Ben, 2, used: 30, wanted: 0);
        Ask(Ann, 7, used: 10, held: 3, wanted: 5);
        var left = Ask(Ann, 8, used: 15, held: 0, wanted: 0).Left;

        Assert.Equal(65, left);
    }

    [Fact]
    public void A_request_that_was_overtaken_changes_nothing()
    {
        Ask(Ann, 1, wanted: 10);
        Ask(Ann, 3, used: 4, held: 6, wanted: 0);

        var overtaken = Ask(Ann, 2, used: 0, held: 10, wanted: 40);

        Assert.Equal((0, 90), (overtaken.Granted, overtaken.Left));
        Assert.Equal(90, Ask(Ann, 4, used: 4, held: 6, wanted: 0).Left);
    }

    [Fact]
    public void Those_who_want_more_than_there_is_come_again_in_turn()
    {
        Drain();

        var turns = new[] { Ann, Ben, Guid.NewGuid() }.Select(who => Ask(who, 100, wanted: 50).ComeAgainIn).ToList();

        var apart = TimeSpan.FromSeconds((double)LeaseTerms.ReturnPoints / Limit.PerSecond);
        Assert.Equal([apart, LeaseTerms.LatestReturn, LeaseTerms.LatestReturn], turns);

        // Of the 15 that have gathered one of four may hold a part of half the burst.
        Assert.Equal(12, Ask(Ann, 101, wanted: 50, at: apart).Granted);
    }

    [Fact]
    public void After_a_loss_it_begins_empty_then_and_leaves_room_for_what_was_leased()
    {
        var lost = new LeaseBook(Limit, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var request = new LeaseRequest(Ann, 1, Limit, 0, 0, 0, 0);

        Assert.Equal(10, lost.Renew(request, TimeSpan.Zero).Left);
        Assert.Equal(25, lost.Renew(request with { Version = 2 }, LeaseTerms.Validity - TimeSpan.FromSeconds(1)).Left);
        Assert.Equal(100, lost.Renew(request with { Version = 3 }, LeaseTerms.Validity * 2).Left);
    }

    [Fact]
    public void A_limit_that_is_lowered_holds_at_once_for_all_that_is_not_leased()
    {
        Ask(Ann, 1, wanted: 50);

        var lowered = _book.Renew(new LeaseRequest(Ben, 1, new RateLimit(1, 20), 0, 0, 20, 1), TimeSpan.Zero);

        Assert.Equal((5, 5), (lowered.Granted, lowered.Left));
    }

    [Fact]
    public void What_somebody_holds_of_a_higher_limit_keeps_nobody_waiting_under_the_lower_one()
    {
        var low = new RateLimit(10, 20);
        Ask(Ann, 1, wanted: 50);
        _book.Renew(new LeaseRequest(Ben, 1, low, 0, 0, 20, 1), TimeSpan.Zero);

        var granted = Enumerable.Range(1, 5).Sum(second =>
            _book.Renew(new LeaseRequest(Ben, second + 1, low, 5 * second, 0, 5, 1), TimeSpan.FromSeconds(second)).Granted);

        Assert.Equal(25, granted);
    }

    /// <summary>Somebody spends all that there is.</summary>
    private void Drain()
    {
        var somebody = Guid.NewGuid();
        for (var (version, used) = (1, 0L); used < Limit.Burst; version++)
        {
            used += Ask(somebody, version, used: used, wanted: 100).Granted;
        }
    }

    private Lease Ask(Guid who, long version, long used = 0, long held = 0, long wanted = 0, int needed = 0, TimeSpan at = default) =>
        _book.Renew(new LeaseRequest(who, version, Limit, used, held, wanted, needed), at);
}
