using System.Collections.Immutable;
using Orleans.Services;

namespace RelayKit.Rooms.Relays;

/// <summary>Takes in, on one silo, the events that other silos have received for the rooms that live here.</summary>
[Alias("RelayKit.IRoomRelay")]
internal interface IRoomRelay : IGrainService
{
    /// <summary>
    /// Hands each event to its room and answers when all are durable, in their order. Null for an event whose room did not answer
    /// in time or could not be reached: it may or may not have been taken in, and the caller has to call the room itself.
    /// </summary>
    [ResponseTimeout("00:00:05")]
    [Alias("Ingest")]
    Task<ImmutableArray<IngestOutcome?>> IngestAsync(ImmutableArray<RelayedEvent> events);
}
