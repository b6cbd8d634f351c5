namespace RelayKit.Reconciliation;

/// <summary>
/// What has to be known of earlier looks at a cluster. Kept by Orleans' grain storage as JSON, since only its own grain ever reads it;
/// members are added, never renamed.
/// </summary>
[GenerateSerializer, Alias("RelayKit.LookState")]
internal sealed class LookState
{
    /// <summary>When LiveKit listed its rooms for the last look, Unix milliseconds of its clock; null before the first.</summary>
    [Id(0)]
    public long? ListedAtMs { get; set; }

    /// <summary>How many looks there have been.</summary>
    [Id(1)]
    public long Number { get; set; }

    /// <summary>
    /// Rooms that could not be settled since, with the look that last found them as the ledger had them: by the room's key, Unix milliseconds.
    /// </summary>
    [Id(2)]
    public Dictionary<string, long?> Unsettled { get; set; } = [];
}
