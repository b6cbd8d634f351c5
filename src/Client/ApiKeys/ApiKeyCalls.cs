namespace RelayKit.Client;

/// <summary>The tenant's API keys.</summary>
public sealed class ApiKeyCalls
{
    private readonly Transport _transport;

    internal ApiKeyCalls(Transport transport) => _transport = transport;

    /// <summary>Makes a key. Its secret is in this answer and in no other.</summary>
    /// <param name="key">Its name, and what it may do.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.ExceedsCaller"/>, and what any call can end with.</exception>
    public Task<CreatedApiKey> CreateAsync(CreateApiKey key, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Post("createApiKey", "v1/api-keys", key, ClientJson.Default.CreateApiKey, idempotencyKey), ClientJson.Default.CreatedApiKey, cancellation);

    /// <summary>All keys, those made last first; the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<ApiKey> ListAsync(ApiKeyQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new ApiKeyQuery();
        return _transport.AllAsync<Page<ApiKey>, ApiKey>(
            cursor => ApiCall.Get("listApiKeys", "v1/api-keys" + new QueryText()
                .Add("mode", query.Mode).Add("kind", query.Kind).Add("status", query.Status).Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageApiKey,
            cancellation);
    }

    /// <summary>One key, without its secret.</summary>
    /// <param name="id">Its id, <c>key_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ApiKey> GetAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getApiKey", PathOf(id)), ClientJson.Default.ApiKey, cancellation);

    /// <summary>Changes some of a key, within a second everywhere.</summary>
    /// <param name="id">Its id, <c>key_…</c>.</param>
    /// <param name="change">What is not named in it stays.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ApiKey> UpdateAsync(string id, UpdateApiKey change, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Patch("updateApiKey", PathOf(id), change, ClientJson.Default.UpdateApiKey), ClientJson.Default.ApiKey, cancellation);

    /// <summary>Gives a key another secret. Its id and all else stay.</summary>
    /// <param name="id">Its id, <c>key_…</c>.</param>
    /// <param name="overlap">How long the old secret goes on working, in whole seconds up to 30 days; left out, a day. Zero ends every older one at once.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<CreatedApiKey> RotateAsync(string id, TimeSpan? overlap = null, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Post(
                "rotateApiKey", PathOf(id) + "/rotate", new RotateApiKey(overlap is { } time ? (int)time.TotalSeconds : null), ClientJson.Default.RotateApiKey, idempotencyKey),
            ClientJson.Default.CreatedApiKey,
            cancellation);

    /// <summary>Ends a key for good, with all its secrets, within a second everywhere.</summary>
    /// <param name="id">Its id, <c>key_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<ApiKey> RevokeAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("revokeApiKey", PathOf(id)), ClientJson.Default.ApiKey, cancellation);

    private static string PathOf(string id) => $"v1/api-keys/{PathSegment.Of(id, nameof(id))}";
}
