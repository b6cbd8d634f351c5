using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Watching;

[RandomPlacement]
internal sealed partial class WatchGrain(
    IWatchStore store,
    GrainReferences<IRoomGrain> rooms,
    GrainReferences<IUsageMeterGrain> meters,
    TimeProvider time,
    ILogger<WatchGrain> logger) : Grain, IWatchGrain
{
    private const int AtOnce = 64;

    private static readonly TimeSpan NotAgainWithin = TimeSpan.FromSeconds(30);

    private DateTimeOffset? _watchedAt;

    public Task WatchWhenDueAsync(CancellationToken cancellation) =>
        _watchedAt is { } last && time.GetUtcNow() - last < NotAgainWithin ? Task.CompletedTask : WatchAsync(cancellation);

    public async Task WatchAsync(CancellationToken cancellation)
    {
        _watchedAt = time.GetUtcNow();
        var list = await store.ListAsync(cancellation);
        var calls = list.Rooms.Select(room => (Func<Task>)(() => rooms.Get(room.ToString()).WatchAsync()))
            .Concat(list.Meters.Select(meter => (Func<Task>)(() => meters.Get(meter.ToString()).WatchAsync())));
        var waiting = new Queue<Func<Task>>(calls);

        // The grain runs one of them at a time; what is at once are the waits.
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WakeSomeAsync(waiting, cancellation)));
    }

    private async Task WakeSomeAsync(Queue<Func<Task>> waiting, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && waiting.TryDequeue(out var wake))
        {
            try
            {
                await wake();
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                // One must not keep the others asleep; the next minute wakes this one.
                LogFailed(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A room or a meter that waits for an instant could not be woken; the next minute tries again")]
    private partial void LogFailed(Exception fault);
}
