using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Mail.Resend;

namespace RelayKit.UnitTests.Mail.Resend;

public sealed class ResendPaceTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_second_brings_what_it_brings_and_what_was_not_used_is_not_saved()
    {
        var pace = new ResendPace(5, _time);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([0, 0, 0, 0, 0, 200, 400], Enumerable.Range(0, 7).Select(_ => (int)pace.Take().TotalMilliseconds));
    }

    [Fact]
    public void In_no_second_more_go_than_may_but_for_those_at_once() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 300].Array[1, 200]).Sample((perSecond, gaps) =>
        {
            var time = new FakeTimeProvider(_time.GetUtcNow());
            var pace = new ResendPace(perSecond, time);
            var sent = new List<DateTimeOffset>();
            foreach (var gap in gaps)
            {
                time.Advance(TimeSpan.FromMilliseconds(gap));
                sent.Add(time.GetUtcNow() + pace.Take());
            }

            // A bucket of n that fills by n in a second lets go of 2n in the first at most, and never more than its rate in the long run.
            return sent.SequenceEqual(sent.Order())
                && sent.All(from => sent.Count(at => at >= from && at < from.AddSeconds(1)) <= 2 * perSecond)
                && sent.Count <= perSecond + Math.Ceiling((sent[^1] - sent[0]).TotalSeconds * perSecond) + 1;
        });

    [Fact]
    public void A_pause_holds_until_its_end_and_a_shorter_one_does_not_end_it()
    {
        var pace = new ResendPace(5, _time);
        var until = _time.GetUtcNow().AddSeconds(10);
        pace.Pause(until);
        pace.Pause(until.AddSeconds(-5));

        Assert.Equal(until, pace.PausedUntil);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(pace.PausedUntil);
    }
}
