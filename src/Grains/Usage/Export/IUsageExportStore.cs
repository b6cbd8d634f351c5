namespace RelayKit.Usage.Export;

/// <summary>Where participant sessions are read one by one, however many they are. Every call sees the rows of one tenant only.</summary>
public interface IUsageExportStore
{
    /// <summary>
    /// Reads everybody who was connected within a range, page by page, in the order of sessions and of LiveKit's sids within them. Each page is as of the
    /// instant at which it is read, and none is read before the one before it has been taken. Whoever the ledger knew of when the first page
    /// was read comes once; nothing is held in between.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<ExportedParticipant>> ReadAsync(UsageExportQuery query, CancellationToken cancellation);
}
