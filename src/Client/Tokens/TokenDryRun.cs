namespace RelayKit.Client;

/// <summary>What would come of minting a token.</summary>
public sealed record TokenDryRun
{
    /// <summary>Whether it would be minted now.</summary>
    public bool Allowed { get; init; }

    /// <summary>The code that it would be refused with; null when it would be minted.</summary>
    public string? Code { get; init; }

    /// <summary>Why it would be refused; null when it would be minted.</summary>
    public string? Detail { get; init; }

    /// <summary>The limit that would refuse it; null where none would.</summary>
    public ReachedLimit? DecidedBy { get; init; }

    /// <summary>What the token would be.</summary>
    public EffectiveToken? Effective { get; init; }
}
