namespace RelayKit.Client;

/// <summary>Limits, and what is used of them.</summary>
public sealed class LimitCalls
{
    private readonly Transport _transport;

    internal LimitCalls(Transport transport) => _transport = transport;

    /// <summary>Every limit of the tenant and its labels, and what calls cost.</summary>
    /// <param name="cancellation">Gives up.</param>
    public Task<LimitList> GetAsync(CancellationToken cancellation = default) =>
        _transport.SendAsync(ApiCall.Get("listLimits", "v1/limits"), ClientJson.Default.LimitList, cancellation);
}
