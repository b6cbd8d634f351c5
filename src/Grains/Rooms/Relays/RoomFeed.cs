using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace RelayKit.Rooms.Relays;

/// <summary>
/// What goes from this silo to another one's rooms. One message is under way, and what is received meanwhile goes with the next:
/// without load an event goes at once, under load a hop's system calls and wake-ups are shared by all that it carries. Should a
/// message take so long that many wait, a second goes. Safe to use from many threads at once.
/// </summary>
internal sealed partial class RoomFeed(SiloAddress silo, Func<SiloAddress, IRoomRelay> relays, ILogger logger)
{
    internal const int Many = 64;
    internal const int MaxEvents = 512;
    private const int MaxUnderWay = 2;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _underWay;

    /// <summary>Sends an event. The task never faults; null means that nobody knows.</summary>
    public Task<IngestOutcome?> Send(RelayedEvent relayed)
    {
        var waiting = new Waiting(relayed);
        lock (_gate)
        {
            _waiting.Enqueue(waiting);
            if (_underWay == MaxUnderWay || (_underWay > 0 && _waiting.Count < Many))
            {
                return waiting.Done.Task;
            }

            _underWay++;
        }

        // Apart from whoever happens to be first: others' events go with it.
        _ = Task.Run(CarryAsync);
        return waiting.Done.Task;
    }

    private async Task CarryAsync()
    {
        while (TakeOrRest() is { Length: > 0 } batch)
        {
            ImmutableArray<IngestOutcome?> outcomes = default;
            try
            {
                outcomes = await relays(silo).IngestAsync(ImmutableArray.Create(Array.ConvertAll(batch, static waiting => waiting.Event)));
            }
            catch (Exception fault)
            {
                LogUnreachable(fault, silo, batch.Length);
            }

            for (var i = 0; i < batch.Length; i++)
            {
                batch[i].Done.SetResult(outcomes.IsDefault || i >= outcomes.Length ? null : outcomes[i]);
            }
        }
    }

    private Waiting[] TakeOrRest()
    {
        lock (_gate)
        {
            var batch = new Waiting[Math.Min(_waiting.Count, MaxEvents)];
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = _waiting.Dequeue();
            }

            if (batch.Length == 0)
            {
                _underWay--;
            }

            return batch;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Silo {Silo} gave no answer to {Count} events; their rooms are called one by one")]
    private partial void LogUnreachable(Exception fault, SiloAddress silo, int count);

    private sealed class Waiting(RelayedEvent relayed)
    {
        public RelayedEvent Event => relayed;

        public TaskCompletionSource<IngestOutcome?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
