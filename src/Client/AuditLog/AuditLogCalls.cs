namespace RelayKit.Client;

/// <summary>The audit log: what the operator, and the tenant's own accounts and keys, have changed about the tenant.</summary>
public sealed class AuditLogCalls
{
    private readonly Transport _transport;

    internal AuditLogCalls(Transport transport) => _transport = transport;

    /// <summary>Entries, the newest first, the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<AuditEntry> ListAsync(AuditLogQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new AuditLogQuery();
        return _transport.AllAsync<Page<AuditEntry>, AuditEntry>(
            cursor => ApiCall.Get("listAuditLog", "v1/audit-log" + new QueryText()
                .Add("action", query.Action).Add("actor", query.Actor).Add("from", query.From).Add("to", query.To)
                .Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageAuditEntry,
            cancellation);
    }
}
