namespace RelayKit.Client;

/// <summary>Where the tenant has its events sent.</summary>
public sealed class WebhookCalls
{
    private readonly Transport _transport;

    internal WebhookCalls(Transport transport) => _transport = transport;

    /// <summary>Makes an endpoint. Its secret is in this answer and in no other.</summary>
    /// <param name="endpoint">Where events are sent, and which.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<CreatedWebhookEndpoint> CreateAsync(CreateWebhookEndpoint endpoint, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Post("createWebhookEndpoint", "v1/webhook-endpoints", endpoint, ClientJson.Default.CreateWebhookEndpoint, idempotencyKey),
            ClientJson.Default.CreatedWebhookEndpoint,
            cancellation);

    /// <summary>All endpoints, those made last first; the next page only when it is wanted.</summary>
    /// <param name="pageSize">How many come in one request, 1 to 100; left out, 20.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<WebhookEndpoint> ListAsync(int? pageSize = null, CancellationToken cancellation = default) =>
        _transport.AllAsync<Page<WebhookEndpoint>, WebhookEndpoint>(
            cursor => ApiCall.Get("listWebhookEndpoints", "v1/webhook-endpoints" + new QueryText().Add("limit", pageSize).Add("cursor", cursor)),
            ClientJson.Default.PageWebhookEndpoint,
            cancellation);

    /// <summary>One endpoint and how it fares, without its secret.</summary>
    /// <param name="id">Its id, <c>whe_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<WebhookEndpoint> GetAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getWebhookEndpoint", PathOf(id)), ClientJson.Default.WebhookEndpoint, cancellation);

    /// <summary>Changes some of an endpoint, or switches it off and on.</summary>
    /// <param name="id">Its id, <c>whe_…</c>.</param>
    /// <param name="change">What is not named in it stays.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<WebhookEndpoint> UpdateAsync(string id, UpdateWebhookEndpoint change, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Patch("updateWebhookEndpoint", PathOf(id), change, ClientJson.Default.UpdateWebhookEndpoint), ClientJson.Default.WebhookEndpoint, cancellation);

    /// <summary>Deletes an endpoint: nothing more is sent there.</summary>
    /// <param name="id">Its id, <c>whe_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<WebhookEndpoint> DeleteAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("deleteWebhookEndpoint", PathOf(id)), ClientJson.Default.WebhookEndpoint, cancellation);

    /// <summary>Gives an endpoint another secret. Webhooks are signed with both until the overlap is over.</summary>
    /// <param name="id">Its id, <c>whe_…</c>.</param>
    /// <param name="overlap">How long the old secret is signed with as well, in whole seconds up to seven days; left out, a day.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<CreatedWebhookEndpoint> RotateSecretAsync(
        string id, TimeSpan? overlap = null, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Post(
                "rotateWebhookSecret",
                PathOf(id) + "/rotate-secret",
                new RotateWebhookSecret(overlap is { } time ? (int)time.TotalSeconds : null),
                ClientJson.Default.RotateWebhookSecret,
                idempotencyKey),
            ClientJson.Default.CreatedWebhookEndpoint,
            cancellation);

    /// <summary>Sends a test, also where the endpoint is switched off.</summary>
    /// <param name="id">Its id, <c>whe_…</c>.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<WebhookTest> TestAsync(string id, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Post("testWebhookEndpoint", PathOf(id) + "/test", idempotencyKey), ClientJson.Default.WebhookTest, cancellation);

    /// <summary>Sends events of the last 30 days once more. One call looks at 10,000 events of a range.</summary>
    /// <param name="id">The endpoint's id, <c>whe_…</c>.</param>
    /// <param name="replay">Which.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.WebhookEndpointDisabled"/>, and what any call can end with.</exception>
    public Task<WebhookReplay> ReplayAsync(string id, ReplayWebhooks replay, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Post("replayWebhooks", PathOf(id) + "/replay", replay, ClientJson.Default.ReplayWebhooks, idempotencyKey), ClientJson.Default.WebhookReplay, cancellation);

    /// <summary>What was sent to an endpoint in the last 30 days, the latest attempt first; the next page only when it is wanted.</summary>
    /// <param name="id">The endpoint's id, <c>whe_…</c>.</param>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<WebhookDelivery> ListDeliveriesAsync(string id, WebhookDeliveryQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new WebhookDeliveryQuery();
        return _transport.AllAsync<Page<WebhookDelivery>, WebhookDelivery>(
            cursor => ApiCall.Get("listWebhookDeliveries", PathOf(id) + "/deliveries" + new QueryText()
                .Add("status", query.Status?.Text).Add("event_type", query.EventType).Add("event_id", query.EventId)
                .Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageWebhookDelivery,
            cancellation);
    }

    /// <summary>One delivery with what was sent and each attempt.</summary>
    /// <param name="id">The endpoint's id, <c>whe_…</c>.</param>
    /// <param name="delivery">The delivery's id, <c>dlv_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<WebhookDeliveryDetails> GetDeliveryAsync(string id, string delivery, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Get("getWebhookDelivery", $"{PathOf(id)}/deliveries/{PathSegment.Of(delivery, nameof(delivery))}"),
            ClientJson.Default.WebhookDeliveryDetails,
            cancellation);

    private static string PathOf(string id) => $"v1/webhook-endpoints/{PathSegment.Of(id, nameof(id))}";
}
