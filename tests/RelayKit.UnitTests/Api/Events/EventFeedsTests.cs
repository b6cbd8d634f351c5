using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Events;

namespace RelayKit.UnitTests.Api.Events;

public sealed class EventFeedsTests
{
    private readonly PlayedLog _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly EventFeeds _feeds;

    public EventFeedsTests() => _feeds = new EventFeeds(_log, _log, _time, NullLogger<EventFeeds>.Instance);

    [Fact]
    public async Task However_many_follow_a_log_it_is_read_once()
    {
        var following = Enumerable.Range(0, 100).Select(_ => _feeds.Follow(_log.Tenant, 0)).ToList();
        _log.Append();
        _log.Append();

        await UntilAsync(() => following.TrueForAll(one => one.Latest.To == 2));

        Assert.Equal(1, _log.ReadsByFeeds);
        Assert.All(following, one => Assert.Equal([1L, 2L], one.Latest.After(0)!.Value.ToArray().Select(fed => fed.Event.Sequence)));
        following.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task A_log_that_has_not_grown_is_not_read_and_one_that_nobody_follows_is_not_asked_about()
    {
        var following = _feeds.Follow(_log.Tenant, 0);
        await UntilAsync(() => _log.EndsRead > 3);
        Assert.Equal(0, _log.ReadsByFeeds);

        following.Dispose();
        following.Dispose();
        await UntilQuietAsync();

        // And it begins anew.
        using var again = _feeds.Follow(_log.Tenant, 0);
        _log.Append();
        await UntilAsync(() => again.Latest.To == 1);
    }

    [Fact]
    public async Task A_fault_is_over_when_it_is_over()
    {
        using var following = _feeds.Follow(_log.Tenant, 0);
        _log.Fault = new TimeoutException("PostgreSQL does not answer.");
        _log.Append();
        await UntilAsync(() => _log.EndsRead > 3);
        Assert.Equal(0, following.Latest.To);

        _log.Fault = null;

        await UntilAsync(() => following.Latest.To == 1);
    }

    [Fact]
    public async Task What_is_kept_is_bounded_and_without_gaps()
    {
        using var following = _feeds.Follow(_log.Tenant, 0);
        var large = $$"""{"reason":"{{new string('x', 50_000)}}"}""";
        for (var i = 0; i < 50; i++)
        {
            _log.Append(data: large);
        }

        await UntilAsync(() => following.Latest.To == 50);

        var piece = following.Latest;
        Assert.InRange(piece.From, 20, 45);
        Assert.Null(piece.After(piece.From - 1));
        Assert.Equal(
            Enumerable.Range((int)piece.From + 1, 50 - (int)piece.From), piece.After(piece.From)!.Value.ToArray().Select(fed => (int)fed.Event.Sequence));
        Assert.Equal(50, piece.After(49)!.Value.Span[0].Event.Sequence);
        Assert.True(piece.After(50)!.Value.IsEmpty);
    }

    private async Task UntilQuietAsync()
    {
        // Once nobody follows, at most one more beat asks.
        var asked = -1;
        while (asked != _log.EndsRead)
        {
            asked = _log.EndsRead;
            for (var i = 0; i < 10; i++)
            {
                _time.Advance(EventFeeds.Beat);
                await Task.Yield();
            }
        }
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            _time.Advance(EventFeeds.Beat);
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
