namespace RelayKit.Client;

/// <summary>The requests that the tenant made in the last 30 days.</summary>
public sealed class RequestLogCalls
{
    private readonly Transport _transport;

    internal RequestLogCalls(Transport transport) => _transport = transport;

    /// <summary>Requests, the newest first, the next page only when it is wanted. A request is in the log about a second after it was answered.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<RequestLogEntry> ListAsync(RequestLogQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new RequestLogQuery();
        return _transport.AllAsync<Page<RequestLogEntry>, RequestLogEntry>(
            cursor => ApiCall.Get("listRequestLogs", "v1/request-logs" + new QueryText()
                .Add("from", query.From).Add("to", query.To).Add("method", query.Method).Add("route", query.Route).Add("status", query.Status)
                .Add("code", query.Code).Add("key_id", query.KeyId).Add("ip", query.Ip).Add("id", query.Id).Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageRequestLogEntry,
            cancellation);
    }

    /// <summary>One request.</summary>
    /// <param name="request">Its id: <c>req_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RequestLogEntry> GetAsync(string request, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Get("getRequestLog", $"v1/request-logs/{PathSegment.Of(request, nameof(request))}"), ClientJson.Default.RequestLogEntry, cancellation);
}
