using RelayKit.Api.Events;
using RelayKit.Events;

namespace RelayKit.UnitTests.Api.Events;

/// <summary>Where reading begins, and when the answer is that something is gone.</summary>
public sealed class EventPlaceTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_795_910_400_000);

    private readonly PlayedLog _log = new();

    public EventPlaceTests()
    {
        // Three that are too old by a millisecond or more, and two that are not.
        foreach (var days in new[] { 60.0, 31.0, 30.0 + (1 / 86_400_000.0), 30.0, 1.0 })
        {
            _log.Append(createdAtMs: (Now - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds());
        }
    }

    [Fact]
    public async Task Without_a_place_reading_begins_at_the_end() => Assert.Equal(new EventStart(5, 0, 5), await StartAsync(new EventPlace(null, "?after")));

    [Fact]
    public async Task Zero_is_the_oldest_that_is_told_of() =>
        Assert.Equal(new EventStart(3, EventRetention.HorizonMs(Now), 5), await StartAsync(new EventPlace(0, "?after")));

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_place_after_which_all_is_there_is_where_reading_begins(long after) =>
        Assert.Equal(new EventStart(after, 0, 5), await StartAsync(new EventPlace(after, "?after")));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task That_something_is_gone_is_said(long after)
    {
        var (start, problem) = await new EventPlace(after, "?after").FindAsync(_log, _log.Tenant, Now, CancellationToken.None);

        Assert.Null(start);
        Assert.Equal((410, "events_expired"), (problem!.Status, problem.Code));
    }

    [Fact]
    public async Task A_walk_through_pages_goes_on_with_the_oldest() => Assert.Equal(
        new EventStart(3, EventRetention.HorizonMs(Now), 5), await StartAsync(new EventPlace(1, "?cursor") { GoesOnWithTheOldest = true }));

    [Fact]
    public async Task A_place_that_the_log_has_never_been_at_is_refused_by_name()
    {
        var (start, problem) = await new EventPlace(6, EventRequest.LastEventId).FindAsync(_log, _log.Tenant, Now, CancellationToken.None);

        Assert.Null(start);
        Assert.Equal((400, "invalid_request"), (problem!.Status, problem.Code));
        Assert.Contains(EventRequest.LastEventId, problem.Detail, StringComparison.Ordinal);
    }

    private async Task<EventStart?> StartAsync(EventPlace place)
    {
        var (start, problem) = await place.FindAsync(_log, _log.Tenant, Now, CancellationToken.None);
        Assert.Null(problem);
        return start;
    }
}
