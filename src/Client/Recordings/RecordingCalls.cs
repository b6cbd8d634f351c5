namespace RelayKit.Client;

/// <summary>Recordings.</summary>
public sealed class RecordingCalls
{
    private readonly Transport _transport;

    internal RecordingCalls(Transport transport) => _transport = transport;

    /// <summary>Starts one.</summary>
    /// <param name="order">What, and how.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.RoomNotLive"/>, <see cref="ErrorCodes.LimitReached"/>,
    /// <see cref="ErrorCodes.RecordingConsentMissing"/>, <see cref="ErrorCodes.NoStorage"/>, and what any call can end with.</exception>
    public Task<Recording> StartAsync(StartRecording order, string? idempotencyKey = null, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("startRecording", "v1/recordings", order, ClientJson.Default.StartRecording, idempotencyKey), ClientJson.Default.Recording, cancellation);

    /// <summary>What a start would come to; nothing is started.</summary>
    /// <param name="order">What, and how.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<StartDryRun> DryRunAsync(StartRecording order, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("startRecording", "v1/recordings?dry_run=true", order, ClientJson.Default.StartRecording, null), ClientJson.Default.StartDryRun, cancellation);

    /// <summary>All of them, those asked for last first; the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Recording> ListAsync(RecordingQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new RecordingQuery();
        return _transport.AllAsync<Page<Recording>, Recording>(
            cursor => ApiCall.Get(
                "listRecordings",
                "v1/recordings" + new QueryText().Add("room", query.Room).Add("session_id", query.SessionId).Add("status", query.Status?.Text)
                    .Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageRecording,
            cancellation);
    }

    /// <summary>One of them.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Recording> GetAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getRecording", PathOf(id)), ClientJson.Default.Recording, cancellation);

    /// <summary>Stops it; one that has ended stays as it is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Recording> StopAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("stopRecording", PathOf(id) + "/stop", null), ClientJson.Default.Recording, cancellation);

    /// <summary>Changes the layout of a whole room's that goes on.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="change">The new layout.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Recording> UpdateLayoutAsync(string id, UpdateLayout change, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("updateRecordingLayout", PathOf(id) + "/layout", change, ClientJson.Default.UpdateLayout, null), ClientJson.Default.Recording, cancellation);

    /// <summary>Makes a link to its file, to the bucket itself.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="terms">For how long; left out, an hour.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.RecordingFileUnavailable"/>, <see cref="ErrorCodes.StorageUnusable"/>.</exception>
    public Task<DownloadLink> DownloadAsync(string id, DownloadTerms? terms = null, CancellationToken cancellation = default) => _transport.SendAsync(
        ApiCall.Post("downloadRecording", PathOf(id) + "/download", terms ?? new DownloadTerms(), ClientJson.Default.DownloadTerms, null),
        ClientJson.Default.DownloadLink,
        cancellation);

    /// <summary>Deletes its file. What is known of the recording stays.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.RecordingNotEnded"/>, <see cref="ErrorCodes.StorageUnusable"/>.</exception>
    public Task<Recording> DeleteAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("deleteRecording", PathOf(id)), ClientJson.Default.Recording, cancellation);

    private static string PathOf(string id) => $"v1/recordings/{PathSegment.Of(id, nameof(id))}";
}
