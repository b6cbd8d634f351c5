using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Rooms;
using RelayKit.Rooms.Relays;

namespace RelayKit.UnitTests.Rooms.Relays;

public sealed class RoomFeedTests
{
    private static readonly SiloAddress Silo = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 1);

    private readonly ScriptedRelay _relay = new();
    private readonly RoomFeed _feed;

    public RoomFeedTests() => _feed = new RoomFeed(Silo, _ => _relay, NullLogger.Instance);

    [Fact]
    public async Task An_event_goes_at_once_and_its_outcome_comes_back()
    {
        var sent = _feed.Send(Event(1));

        var message = await _relay.NextAsync();
        Assert.Equal([Event(1).Room], message.Rooms);
        message.Answer(IngestOutcome.NothingNew);
        Assert.Equal(IngestOutcome.NothingNew, await sent);
    }

    [Fact]
    public async Task What_comes_while_a_message_is_under_way_goes_with_the_next_in_order_and_each_gets_its_own_outcome()
    {
        var first = _feed.Send(Event(1));
        var message = await _relay.NextAsync();
        Task<IngestOutcome?>[] others = [_feed.Send(Event(2)), _feed.Send(Event(3)), _feed.Send(Event(4))];
        message.Answer(IngestOutcome.Committed);

        var next = await _relay.NextAsync();
        Assert.Equal([Event(2).Room, Event(3).Room, Event(4).Room], next.Rooms);
        next.Answer(IngestOutcome.Committed, IngestOutcome.UnknownRoom, null);

        Assert.Equal(IngestOutcome.Committed, await first);
        Assert.Equal([IngestOutcome.Committed, IngestOutcome.UnknownRoom, null], await Task.WhenAll(others));
    }

    [Fact]
    public async Task When_many_wait_for_a_slow_message_a_second_goes_and_no_third()
    {
        var slow = _feed.Send(Event(0));
        var first = await _relay.NextAsync();
        var sent = Enumerable.Range(1, RoomFeed.Many - 1).Select(i => _feed.Send(Event(i))).ToList();
        Assert.False(_relay.HasMore);
        sent.Add(_feed.Send(Event(RoomFeed.Many)));

        var second = await _relay.NextAsync();
        Assert.Equal(RoomFeed.Many, second.Rooms.Count);
        var third = Enumerable.Range(0, 2 * RoomFeed.Many).Select(i => _feed.Send(Event(i))).ToList();
        second.AnswerAll(IngestOutcome.Committed);
        Assert.All(await Task.WhenAll(sent), outcome => Assert.Equal(IngestOutcome.Committed, outcome));

        (await _relay.NextAsync()).AnswerAll(IngestOutcome.Committed);
        Assert.All(await Task.WhenAll(third), outcome => Assert.Equal(IngestOutcome.Committed, outcome));
        Assert.False(slow.IsCompleted);
        first.AnswerAll(IngestOutcome.Committed);
        Assert.Equal(IngestOutcome.Committed, await slow);
    }

    [Fact]
    public async Task A_message_carries_no_more_than_it_may()
    {
        var first = _feed.Send(Event(0));
        var message = await _relay.NextAsync();
        var sent = Enumerable.Range(0, RoomFeed.Many - 1 + RoomFeed.MaxEvents).Select(i => _feed.Send(Event(i))).ToList();
        message.AnswerAll(IngestOutcome.Committed);
        var carried = 0;
        while (carried < sent.Count)
        {
            var next = await _relay.NextAsync();
            Assert.InRange(next.Rooms.Count, 1, RoomFeed.MaxEvents);
            carried += next.Rooms.Count;
            next.AnswerAll(IngestOutcome.Committed);
        }

        await Task.WhenAll([first, .. sent]);
    }

    [Fact]
    public async Task A_message_that_fails_or_answers_too_little_leaves_its_events_unknown_and_the_feed_goes_on()
    {
        var lost = _feed.Send(Event(1));
        (await _relay.NextAsync()).Fail(new SiloUnavailableException("gone"));
        Assert.Null(await lost);

        var unanswered = _feed.Send(Event(2));
        (await _relay.NextAsync()).Answer();
        Assert.Null(await unanswered);

        var sent = _feed.Send(Event(3));
        (await _relay.NextAsync()).Answer(IngestOutcome.Committed);
        Assert.Equal(IngestOutcome.Committed, await sent);
    }

    private static RelayedEvent Event(int number) => new($"ten_01arz3ndektsv4rrffq69g5fav/l/room-{number}", new RoomEvent
    {
        Type = RoomEventType.RoomStarted,
        LiveKitEventId = $"EV_{number}",
        CreatedAtMs = number,
        RoomSid = "RM_1",
        RoomCreatedAtMs = 0,
        Generation = 1,
    });

    /// <summary>A silo at the other end: each message waits until the test has answered it.</summary>
    private sealed class ScriptedRelay : IRoomRelay
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>();

        public bool HasMore => _messages.Reader.TryPeek(out _);

        public Task<ImmutableArray<IngestOutcome?>> IngestAsync(ImmutableArray<RelayedEvent> events)
        {
            var message = new Message(events);
            _messages.Writer.TryWrite(message);
            return message.Done;
        }

        public Task<Message> NextAsync() => _messages.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    private sealed class Message(ImmutableArray<RelayedEvent> events)
    {
        private readonly TaskCompletionSource<ImmutableArray<IngestOutcome?>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ImmutableArray<IngestOutcome?>> Done => _done.Task;

        public IReadOnlyList<string> Rooms => [.. events.Select(one => one.Room)];

        public void Answer(params IngestOutcome?[] outcomes) => _done.SetResult([.. outcomes]);

        public void AnswerAll(IngestOutcome outcome) => _done.SetResult([.. events.Select(_ => (IngestOutcome?)outcome)]);

        public void Fail(Exception fault) => _done.SetException(fault);
    }
}
