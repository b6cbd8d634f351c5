namespace RelayKit.Client;

/// <summary>What was used in one bucket.</summary>
public sealed record UsagePoint
{
    /// <summary>Where it begins.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Where it ends, not included.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Connected milliseconds of the kinds that are billed, or of the one that <c>kind</c> names.</summary>
    public long ParticipantMs { get; init; }

    /// <summary>What these rest on.</summary>
    public UsageEvidence Evidence { get; init; } = new();

    /// <summary>The room; only where the series is grouped by it.</summary>
    public string? Room { get; init; }

    /// <summary>The kind of participant; only where the series is grouped by it.</summary>
    public ParticipantKind? Kind { get; init; }

    /// <summary>The label, as <c>name=value</c>; only where the series is grouped by it.</summary>
    public string? Label { get; init; }

    /// <summary>Bytes of media, in and out, estimated as in <see cref="UsageMeter.Bandwidth"/>; only where the series is not grouped and they were measured.</summary>
    public long? BandwidthBytes { get; init; }
}
