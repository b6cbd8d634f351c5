namespace RelayKit.Billing;

/// <summary>
/// What a closed period has come to since it was closed goes onto the first period that is still open, and stays there: a carry of a period that is closed
/// itself is no longer touched.
/// </summary>
public static class LateUsage
{
    /// <summary>What an open period takes over from a closed one.</summary>
    /// <param name="closedMs">What the closed period was billed for of its own.</param>
    /// <param name="ledgerMs">What the ledger says of it now.</param>
    /// <param name="carriedMs">What other periods, closed by now, have taken over from it.</param>
    /// <returns>Milliseconds; below zero where too much was billed.</returns>
    public static long Carry(long closedMs, long ledgerMs, long carriedMs) => ledgerMs - closedMs - carriedMs;
}
