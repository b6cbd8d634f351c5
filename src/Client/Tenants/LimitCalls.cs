namespace RelayKit.Client;

/// <summary>Limits, and what is used of them.</summary>
public sealed class LimitCalls
{
    private readonly Transport _transport;

    internal LimitCalls(Transport transport) => _transport = transport;

    /// <summary>Every limit of the tenant and its labels.</summary>
    /// <param name="cancellation">Gives up.</param>
    public IAsyncEnumerable<Limit> ListAsync(CancellationToken cancellation = default) => _transport.AllAsync<Page<Limit>, Limit>(
        static cursor => ApiCall.Get("listLimits", "v1/limits" + new QueryText().Add("cursor", cursor)), ClientJson.Default.PageLimit, cancellation);
}
