namespace RelayKit.Client;

/// <summary>
/// The milliseconds of <c>participant_ms</c> by what they rest on; the three add up to it. Somebody who is connected counts as
/// confirmed when LiveKit has told of the join, and as reconciled when only a look has found it.
/// </summary>
public sealed record UsageEvidence
{
    /// <summary>LiveKit told of it.</summary>
    public long ConfirmedMs { get; init; }

    /// <summary>A look at LiveKit found it, since a webhook was missing.</summary>
    public long ReconciledMs { get; init; }

    /// <summary>Neither: an end that only looks likely.</summary>
    public long PresumedMs { get; init; }
}
