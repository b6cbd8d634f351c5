using System.Threading.Channels;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.UnitTests.LiveKit.Simulator.Webhooks;

public sealed class WebhookQueueTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WatchedTime _time = new();
    private readonly WebhookCounters _counters = new();
    private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim _letGo = new(0);
    private readonly List<string> _delivered = [];
    private readonly WebhookQueue _queue;

    public WebhookQueueTests() => _queue = new WebhookQueue(DeliverAsync, _counters, _time);

    public void Dispose()
    {
        _queue.Dispose();
        _letGo.Dispose();
    }

    [Fact]
    public async Task Webhooks_go_one_after_the_other_in_order()
    {
        Add("a", "b", "c");
        Assert.Equal("a", await BegunAsync());
        Assert.False(_begun.Reader.TryRead(out _));
        await LetAllGoAsync();
        Assert.Equal(["a", "b", "c"], _delivered);
    }

    [Fact]
    public async Task The_newest_beyond_two_hundred_waiting_is_dropped()
    {
        Add("first");
        await BegunAsync();
        Add([.. Enumerable.Range(1, 201).Select(number => $"{number}")]);
        Assert.Equal((202, 1), (_counters.Read().Queued, _counters.Read().DroppedOverflow));
        await LetAllGoAsync();
        Assert.Equal(201, _delivered.Count);
        Assert.Equal("200", _delivered[^1]);
    }

    [Fact]
    public async Task What_waited_more_than_thirty_seconds_for_its_first_attempt_is_dropped_without_one()
    {
        Add("slow", "old");
        await BegunAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        Add("just in time");
        _time.Advance(TimeSpan.FromSeconds(30));
        await LetAllGoAsync();
        Assert.Equal(["slow", "just in time"], _delivered);
        Assert.Equal(1, _counters.Read().DroppedAge);
    }

    [Theory]
    [InlineData(false, "a b c")]
    [InlineData(true, "c b a")]
    public async Task What_is_held_goes_out_in_the_order_asked_for_and_does_not_age(bool reverse, string order)
    {
        _queue.TryHold();
        Add("a", "b", "c");
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(3, _counters.Read().Pending);
        Assert.False(_begun.Reader.TryRead(out _));
        _queue.Release(reverse);
        await LetAllGoAsync();
        Assert.Equal(order.Split(' '), _delivered);
    }

    [Fact]
    public async Task What_was_old_before_it_was_held_is_old_after()
    {
        Add("slow", "old");
        await BegunAsync();
        _time.Advance(TimeSpan.FromSeconds(31));
        _queue.TryHold();
        _time.Advance(TimeSpan.FromSeconds(5));
        _queue.Release(reverse: false);
        await LetAllGoAsync();
        Assert.Equal(["slow"], _delivered);
    }

    [Fact]
    public async Task What_waits_when_the_node_crashes_is_lost()
    {
        Add("being sent", "waiting");
        await BegunAsync();
        _queue.Lose();
        await _counters.WhenIdle().WaitAsync(Patience);
        Assert.Equal(2, _counters.Read().Lost);
        Assert.False(_queue.TryAdd(Webhook("late")));
    }

    [Fact]
    public void A_queue_retires_when_it_was_idle_long_enough_and_takes_nothing_any_more()
    {
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(_queue.TryRetire(TimeSpan.FromMinutes(5)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_queue.TryRetire(TimeSpan.FromMinutes(5)));
        Assert.False(_queue.TryAdd(Webhook("a")));
        Assert.False(_queue.TryHold());
    }

    [Fact]
    public void A_queue_that_is_held_does_not_retire()
    {
        _queue.TryHold();
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.False(_queue.TryRetire(TimeSpan.FromMinutes(5)));
    }

    private QueuedWebhook Webhook(string id, long timestamp = 0) =>
        new(id, "room_started", "r", new LiveKitNode("a", _time), "{}", new Uri("http://127.0.0.1:1"), timestamp);

    private void Add(params string[] ids)
    {
        foreach (var id in ids)
        {
            Assert.True(_queue.TryAdd(Webhook(id, _time.GetTimestamp())));
        }
    }

    private Task<string> BegunAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private Task LetAllGoAsync()
    {
        _letGo.Release(1000);
        return _counters.WhenIdle().WaitAsync(Patience);
    }

    private async Task DeliverAsync(QueuedWebhook webhook, CancellationToken lost)
    {
        _begun.Writer.TryWrite(webhook.Id);
        try
        {
            await _letGo.WaitAsync(lost);
        }
        catch (OperationCanceledException)
        {
            _counters.End(webhook, WebhookOutcome.Lost);
            return;
        }

        _delivered.Add(webhook.Id);
        _counters.End(webhook, WebhookOutcome.Delivered, 200);
    }
}
