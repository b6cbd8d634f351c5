using RelayKit.Rooms;

namespace RelayKit.Reconciliation;

/// <summary>What one look at a LiveKit cluster came to.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.LookReport")]
public sealed record LookReport
{
    /// <summary>The cluster's name.</summary>
    [Id(0)]
    public required string Cluster { get; init; }

    /// <summary>When LiveKit listed its rooms, Unix milliseconds of its clock; null when it did not answer.</summary>
    [Id(1)]
    public long? ListedAtMs { get; init; }

    /// <summary>Rooms that were asked about.</summary>
    [Id(2)]
    public int RoomsAsked { get; init; }

    /// <summary>What that changed.</summary>
    [Id(3)]
    public LookOutcome Outcome { get; init; }
}
