namespace RelayKit.Client;

/// <summary>What went on in rooms: each life of a room is a session.</summary>
public sealed class SessionCalls
{
    private readonly Transport _transport;

    internal SessionCalls(Transport transport) => _transport = transport;

    /// <summary>Sessions, the newest first, the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new SessionQuery();
        return _transport.AllAsync<Page<SessionSummary>, SessionSummary>(
            cursor => ApiCall.Get("listSessions", "v1/sessions" + new QueryText()
                .Add("room", query.Room).Add("from", query.From).Add("to", query.To).Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageSessionSummary,
            cancellation);
    }

    /// <summary>One session with everybody who was in it.</summary>
    /// <param name="session">Its id: <c>ses_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Session> GetAsync(string session, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getSession", $"v1/sessions/{PathSegment.Of(session, nameof(session))}"), ClientJson.Default.Session, cancellation);
}
