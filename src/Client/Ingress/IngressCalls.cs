namespace RelayKit.Client;

/// <summary>Where streams from outside come in.</summary>
public sealed class IngressCalls
{
    private readonly Transport _transport;

    internal IngressCalls(Transport transport) => _transport = transport;

    /// <summary>Makes an ingress. The sender's key is in this answer and in no other; LiveKit gives none a new key.</summary>
    /// <param name="ingress">Where it leads, and how the stream comes in.</param>
    /// <param name="idempotencyKey">What makes repetitions one; left out, a new one for this call and its retries.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RelayKitException"><see cref="ErrorCodes.RoomNotFound"/>, <see cref="ErrorCodes.LimitReached"/>, and what any call can end with.</exception>
    public Task<CreatedIngress> CreateAsync(CreateIngress ingress, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        _transport.SendAsync(
            ApiCall.Post("createIngress", "v1/ingress", ingress, ClientJson.Default.CreateIngress, idempotencyKey), ClientJson.Default.CreatedIngress, cancellation);

    /// <summary>All ingress, those made last first; the next page only when it is wanted.</summary>
    /// <param name="query">Which; left out, all.</param>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Ingress> ListAsync(IngressQuery? query = null, CancellationToken cancellation = default)
    {
        query ??= new IngressQuery();
        return _transport.AllAsync<Page<Ingress>, Ingress>(
            cursor => ApiCall.Get("listIngress", "v1/ingress" + new QueryText().Add("room", query.Room).Add("limit", query.PageSize).Add("cursor", cursor)),
            ClientJson.Default.PageIngress,
            cancellation);
    }

    /// <summary>One ingress and how far its stream has come.</summary>
    /// <param name="id">Its id, <c>ing_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Ingress> GetAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("getIngress", PathOf(id)), ClientJson.Default.Ingress, cancellation);

    /// <summary>Changes some of an ingress. A stream that comes in stays where it is, and the next one goes by the change.</summary>
    /// <param name="id">Its id, <c>ing_…</c>.</param>
    /// <param name="change">What is not named in it stays.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Ingress> UpdateAsync(string id, UpdateIngress change, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Patch("updateIngress", PathOf(id), change, ClientJson.Default.UpdateIngress), ClientJson.Default.Ingress, cancellation);

    /// <summary>Deletes an ingress. A stream that comes in ends, and the key leads nowhere from now on.</summary>
    /// <param name="id">Its id, <c>ing_…</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Ingress> DeleteAsync(string id, CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Delete("deleteIngress", PathOf(id)), ClientJson.Default.Ingress, cancellation);

    private static string PathOf(string id) => $"v1/ingress/{PathSegment.Of(id, nameof(id))}";
}
