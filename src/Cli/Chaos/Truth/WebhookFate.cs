namespace RelayKit.Cli.Chaos.Truth;

/// <summary>Whether RelayKit was told of something.</summary>
internal enum Told
{
    /// <summary>It never arrived, or there was nothing to tell.</summary>
    No,

    /// <summary>It was sent and not acknowledged: it may have been written all the same.</summary>
    Perhaps,

    /// <summary>It was acknowledged, so it has to be in the ledger.</summary>
    Yes,
}

/// <summary>What became of a webhook, as the simulator knows it.</summary>
/// <param name="State"><c>acknowledged</c>, or how it was lost.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="Faults">What was made to go wrong with it.</param>
internal sealed record WebhookFate(string State, int Attempts, IReadOnlyList<string> Faults)
{
    private static readonly string[] NeverSeen = ["drop", "answered_4xx", "wrong_signature", "stale_token"];

    /// <summary>Whether RelayKit knows of it.</summary>
    public Told Told =>
        IsSpoiled ? Told.No
        : State == "acknowledged" ? Told.Yes
        : Attempts > 0 ? Told.Perhaps
        : Told.No;

    /// <summary>Whether RelayKit has refused what was right: LiveKit takes that for delivered, so it is lost.</summary>
    public bool IsWronglyRefused => State == "refused" && !IsSpoiled;

    private bool IsSpoiled => Faults.Any(NeverSeen.Contains);
}
