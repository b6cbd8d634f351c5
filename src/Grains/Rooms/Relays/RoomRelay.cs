using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace RelayKit.Rooms.Relays;

/// <summary>
/// One on each silo. A room that is not here after all, since the list of silos has just changed, is called where it is: that costs
/// a hop and nothing else.
/// </summary>
[Reentrant]
internal sealed partial class RoomRelay(
    GrainId id, Silo silo, ILoggerFactory loggers, GrainReferences<IRoomGrain> rooms, TimeProvider time, ILogger<RoomRelay> logger)
    : GrainService(id, silo, loggers), IRoomRelay
{
    /// <summary>No event waits longer for the rooms of others. Shorter than a webhook may take, so that its sender can still call the room itself.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMilliseconds(700);

    public async Task<ImmutableArray<IngestOutcome?>> IngestAsync(ImmutableArray<RelayedEvent> events)
    {
        var taking = new Task<IngestOutcome>[events.Length];
        for (var i = 0; i < taking.Length; i++)
        {
            taking[i] = rooms.Get(events[i].Room).IngestAsync(events[i].Event);
        }

        try
        {
            await Task.WhenAll(taking).WaitAsync(AnswerWithin, time);
        }
        catch (Exception fault)
        {
            // Each of them tells for itself below.
            LogNotAllTaken(fault, events.Length);
        }

        return [.. taking.Select(static one => one.IsCompletedSuccessfully ? one.Result : (IngestOutcome?)null)];
    }

    [LoggerMessage(LogLevel.Debug, "Not all of {Count} relayed events were taken in; their senders call the rooms themselves")]
    private partial void LogNotAllTaken(Exception fault, int count);
}
