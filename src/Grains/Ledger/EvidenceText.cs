namespace RelayKit.Ledger;

/// <summary>Evidence in the words of the API.</summary>
public static class EvidenceText
{
    /// <summary><c>confirmed</c>, <c>reconciled</c> or <c>presumed</c>.</summary>
    public static string Word(this Evidence evidence) => evidence switch
    {
        Evidence.Confirmed => "confirmed",
        Evidence.Reconciled => "reconciled",
        Evidence.Presumed => "presumed",
        _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, null),
    };
}
