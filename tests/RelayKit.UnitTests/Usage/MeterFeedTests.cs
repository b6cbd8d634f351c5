using System.Collections.Immutable;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Usage;

public sealed class MeterFeedTests
{
    private readonly MeterFeed _feed = new();

    [Fact]
    public void Only_the_first_to_add_sets_the_feed_going()
    {
        Assert.True(_feed.TryAdd(Line(1), out var first));
        Assert.True(_feed.TryAdd(Line(2), out var second));
        Assert.True(first);
        Assert.False(second);
    }

    [Fact]
    public void Of_two_lines_of_a_session_the_newer_is_taken_whichever_came_first()
    {
        var session = Guid.CreateVersion7();
        _feed.TryAdd(Line(2, session), out _);
        _feed.TryAdd(Line(1, session), out _);
        _feed.TryAdd(Line(3), out _);

        var (lines, invalidate) = _feed.TakeOrClose();

        Assert.False(invalidate);
        Assert.Equal([2L, 3L], lines.Select(line => line.Version.Facts).Order());
    }

    [Fact]
    public void What_was_taken_is_not_taken_again()
    {
        _feed.TryAdd(Line(1), out _);
        _feed.TryAdd(null, out _);
        Assert.True(_feed.TakeOrClose() is { Lines.Length: 1, Invalidate: true });
        Assert.True(_feed.TakeOrClose() is { Lines.Length: 0, Invalidate: false });
    }

    [Fact]
    public void A_feed_that_had_nothing_to_give_takes_no_more()
    {
        _feed.TryAdd(Line(1), out _);
        _feed.TakeOrClose();
        _feed.TakeOrClose();

        Assert.False(_feed.TryAdd(Line(2), out var start));
        Assert.False(start);
    }

    private static SessionLine Line(long facts, Guid? session = null) => new()
    {
        SessionId = session ?? Guid.CreateVersion7(),
        Version = new KnowledgeVersion(facts, 0),
        PeriodStartMs = 0,
        MarkMs = 0,
        Ended = false,
        Classes = ImmutableArray<ClassLine>.Empty,
    };
}
