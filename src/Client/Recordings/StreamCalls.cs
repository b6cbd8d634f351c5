namespace RelayKit.Client;

/// <summary>Streams that go out.</summary>
public sealed class StreamCalls
{
    private readonly Transport _transport;

    internal StreamCalls(Transport transport) => _transport = transport;

    /// <summary>Starts one.</summary>
    /// <param name="order">What, and how.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.RoomNotLive"/>, <see cref="ErrorCodes.LimitReached"/>,
    /// <see cref="ErrorCodes.RecordingConsentMissing"/>, <see cref="ErrorCodes.NoStorage"/>, and what any call can end with.</exception>
    public Task<OutgoingStreamInfo> StartAsync(StreamOrder order, string? idempotencyKey = null, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("startStream", "v1/streams", order, ClientJson.Default.StreamOrder, idempotencyKey), ClientJson.Default.OutgoingStreamInfo, cancellation);

    /// <summary>What a start would come to; nothing is started.</summary>
    /// <param name="order">What, and how.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<StartDryRun> DryRunAsync(StreamOrder order, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("startStream", "v1/streams?dry_run=true", order, ClientJson.Default.StreamOrder, null), ClientJson.Default.StartDryRun, cancellation);

    /// <summary>All of them, those asked for last first; the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<OutgoingStreamInfo> ListAsync(RecordingQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new RecordingQuery();
        return _transport.AllAsync<Page<OutgoingStreamInfo>, OutgoingStreamInfo>(
            cursor => ApiCall.Get(
                "listStreams",
                "v1/streams" + new QueryText().Add("room", query.Room).Add("session_id", query.SessionId).Add("status", query.Status?.Text)
                    .Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageOutgoingStreamInfo,
            cancellation);
    }

    /// <summary>One of them.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<OutgoingStreamInfo> GetAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getStream", PathOf(id)), ClientJson.Default.OutgoingStreamInfo, cancellation);

    /// <summary>Stops it; one that has ended stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<OutgoingStreamInfo> StopAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("stopStream", PathOf(id) + "/stop", null), ClientJson.Default.OutgoingStreamInfo, cancellation);

    /// <summary>Changes the layout of a whole room's that goes on.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="change">The new layout.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<OutgoingStreamInfo> UpdateLayoutAsync(string id, UpdateLayout change, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("updateStreamLayout", PathOf(id) + "/layout", change, ClientJson.Default.UpdateLayout, null), ClientJson.Default.OutgoingStreamInfo, cancellation);

    /// <summary>Adds and removes addresses while it goes on.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="change">Which.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<OutgoingStreamInfo> UpdateUrlsAsync(string id, UpdateStreamUrls change, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("updateStreamUrls", PathOf(id) + "/urls", change, ClientJson.Default.UpdateStreamUrls, null),
        ClientJson.Default.OutgoingStreamInfo,
        cancellation);

    private static string PathOf(string id) => $"v1/streams/{PathSegment.Of(id, nameof(id))}";
}
