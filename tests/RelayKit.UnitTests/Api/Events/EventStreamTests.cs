using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Api.Events;
using RelayKit.Api.Requests;
using RelayKit.Api.ServerSentEvents;
using RelayKit.Events;

namespace RelayKit.UnitTests.Api.Events;

/// <summary>A stream as its client reads it, by the framework's own parser.</summary>
public sealed class EventStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Types = [TenantEventTypes.RoomStarted, TenantEventTypes.RoomFinished];

    private readonly PlayedLog _log = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public Task Each_event_that_is_asked_for_comes_once_in_order_wherever_the_stream_begins_and_however_often_it_breaks_off() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[1, 40].Array[1, 4], Gen.Int[0, 1]).SampleAsync(
            async (before, place, bursts, types) =>
            {
                var log = new PlayedLog();
                var random = new Random(before);
                Append(log, random, before);
                var filter = new EventFilter(Mode.Live) { Types = [.. Types.Take(types)] };
                var seen = new List<long>();
                long at = Math.Min(place, before);
                foreach (var burst in bursts)
                {
                    // Each time at another process, that knows nothing.
                    using var feeds = new EventFeeds(log, log, _time, NullLogger<EventFeeds>.Instance);
                    await using var client = new Client(log, feeds, _time, filter, at, log.Events.Count);
                    Append(log, random, burst);
                    var due = log.Events.Where(one => one.Sequence > at && filter.Admits(one)).Select(one => one.Sequence).ToList();

                    // Breaks off in the middle, and goes on after what was seen.
                    var taken = await client.TakeAsync(due.Count - (due.Count / 3));
                    seen.AddRange(taken.Select(one => one.Sequence));
                    at = taken.Count > 0 ? taken[^1].Sequence : at;
                }

                Assert.Equal(
                    log.Events.Where(one => one.Sequence > Math.Min(place, before) && one.Sequence <= at && filter.Admits(one)).Select(one => one.Sequence), seen);
            },
            iter: 100,
            threads: 1);

    [Fact]
    public async Task A_slow_client_is_fed_from_the_log_and_misses_nothing()
    {
        using var feeds = new EventFeeds(_log, _log, _time, NullLogger<EventFeeds>.Instance);
        using var fast = feeds.Follow(_log.Tenant, 0);
        await using var slow = new Client(_log, feeds, _time, new EventFilter(Mode.Live), 0, 0);
        var large = $$"""{"reason":"{{new string('x', 20_000)}}"}""";
        for (var i = 0; i < 300; i++)
        {
            _log.Append(data: large);
        }

        await UntilAsync(() => fast.Latest.To == 300);
        Assert.True(fast.Latest.From > 200, "the feed has let go of what the slow one has not had");
        var seen = await slow.TakeAsync(300);

        Assert.Equal(Enumerable.Range(1, 300).Select(number => (long)number), seen.Select(one => one.Sequence));
        Assert.True(_log.ReadsByStreams > 0);
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_lives_and_where_it_is()
    {
        using var feeds = new EventFeeds(_log, _log, _time, NullLogger<EventFeeds>.Instance);
        await using var client = new Client(_log, feeds, _time, new EventFilter(Mode.Live) { Room = "nowhere" }, 0, 0);
        Assert.Equal("id: 0", await client.LineAsync());
        Assert.Equal("", await client.LineAsync());
        _log.Append();
        _log.Append();

        var lines = new List<string?>();
        var reading = Task.Run(async () =>
        {
            while (!lines.Contains("id: 2"))
            {
                lines.Add(await client.LineAsync());
            }
        });
        await UntilAsync(() => reading.IsCompleted);

        await reading;
        Assert.Contains(": still here", lines);
        Assert.DoesNotContain(lines, line => line!.StartsWith("data:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_too_old_is_left_out_where_the_stream_began_at_the_oldest()
    {
        using var feeds = new EventFeeds(_log, _log, _time, NullLogger<EventFeeds>.Instance);
        await using var client = new Client(_log, feeds, _time, new EventFilter(Mode.Live), 0, 0, sinceMs: 10);
        _log.Append(createdAtMs: 9);
        _log.Append(createdAtMs: 10);
        _log.Append(createdAtMs: 9);
        _log.Append(createdAtMs: 11);

        Assert.Equal([2L, 4L], (await client.TakeAsync(2)).Select(one => one.Sequence));
    }

    [Fact]
    public async Task A_fault_ends_a_stream_that_reads_for_itself()
    {
        _log.Append();
        _log.Fault = new TimeoutException("PostgreSQL does not answer.");
        using var feeds = new EventFeeds(_log, _log, _time, NullLogger<EventFeeds>.Instance);
        await using var client = new Client(_log, feeds, _time, new EventFilter(Mode.Live), 0, 1);

        await Assert.ThrowsAsync<TimeoutException>(() => client.Running.WaitAsync(Patience));
    }

    private static void Append(PlayedLog log, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            log.Append(Types[random.Next(2)], random.Next(3) switch { 0 => Mode.Test, 1 => null, _ => Mode.Live });
        }
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            _time.Advance(EventFeeds.Beat);
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A stream and its client, with a pipe between that holds what a connection would.</summary>
    private sealed class Client : IAsyncDisposable
    {
        private readonly CancellationTokenSource _gone = new();
        private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));
        private readonly EventFeeds.Following _following;
        private readonly FakeTimeProvider _time;
        private readonly Stream _body;
        private readonly StreamReader _lines;

        public Client(PlayedLog log, EventFeeds feeds, FakeTimeProvider time, EventFilter filter, long place, long end, long sinceMs = 0)
        {
            _time = time;
            _following = feeds.Follow(log.Tenant, end);
            _body = _pipe.Reader.AsStream();
            _lines = new StreamReader(_body);
            var query = new EventLogQuery(log.Tenant, filter, place, 7) { SinceMs = sinceMs };
            Running = Task.Run(() => new EventStream(query, _following, new ServerSentEventWriter(_pipe.Writer), time).RunAsync(_gone.Token));
        }

        public Task Running { get; }

        /// <summary>The next so many events; each has its number as id and its type as event.</summary>
        public async Task<List<EventResponse>> TakeAsync(int count)
        {
            var taken = new List<EventResponse>();
            using var patience = new CancellationTokenSource(Patience);
            var reading = Task.Run(async () =>
            {
                if (count == 0)
                {
                    return;
                }

                var parser = SseParser.Create(_body);
                await foreach (var item in parser.EnumerateAsync(patience.Token))
                {
                    var one = JsonSerializer.Deserialize(item.Data, ApiJson.Default.EventResponse)!;
                    Assert.Equal((one.Type, $"{one.Sequence}"), (item.EventType, item.EventId));
                    taken.Add(one);
                    if (taken.Count == count)
                    {
                        return;
                    }
                }
            });
            while (!reading.IsCompleted)
            {
                _time.Advance(EventFeeds.Beat);
                await Task.Yield();
            }

            await reading;
            return taken;
        }

        public async Task<string?> LineAsync() => await _lines.ReadLineAsync();

        public async ValueTask DisposeAsync()
        {
            await _gone.CancelAsync();
            await _pipe.Reader.CompleteAsync();
            await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _following.Dispose();
            _gone.Dispose();
        }
    }
}
