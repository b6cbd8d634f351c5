using Orleans.Concurrency;

namespace RelayKit.Bench.Baselines;

/// <summary>A room in the two designs that RelayKit is measured against.</summary>
internal interface IBaselineRoomGrain : IGrainWithStringKey
{
    /// <summary>Writes one row with one statement and returns when it is durable.</summary>
    [AlwaysInterleave]
    Task InsertAsync(string eventId, string kind, string participantSid, DateTimeOffset at);

    /// <summary>Changes the room's state and writes all of it, as <c>IPersistentState</c> does.</summary>
    Task WriteStateAsync(string participantSid, string identity, DateTimeOffset at);
}
