namespace RelayKit.Storage.Audit;

/// <summary>
/// One way through a tenant's rows, for one or several checks. It recomputes from the rows and uses none of the functions that the
/// product writes them with. Its memory, and PostgreSQL's for each of its statements, does not grow with the length of the history.
/// </summary>
internal interface IAuditPass
{
    /// <summary>What is wrong, as it is found.</summary>
    IAsyncEnumerable<AuditFinding> FindAsync(AuditSnapshot snapshot, CancellationToken cancellation);
}
