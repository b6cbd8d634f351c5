using System.Net;

namespace RelayKit.Api.Forwarding;

/// <summary>
/// Who stands before the API and says in <c>X-Forwarded-For</c> where a request came from. Section <c>RelayKit:ForwardedHeaders</c>. Nobody
/// else is believed; by default nobody is, and a request comes from whoever opened the connection.
/// </summary>
public sealed class ProxyOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:ForwardedHeaders";

    /// <summary>Addresses of proxies, e.g. <c>10.0.0.5</c>.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Networks in which every address is a proxy, e.g. <c>10.0.0.0/8</c>.</summary>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>Whether anybody is believed.</summary>
    internal bool Any => KnownProxies.Count > 0 || KnownNetworks.Count > 0;

    internal IEnumerable<IPAddress> Proxies => KnownProxies.Select(IPAddress.Parse);

    internal IEnumerable<System.Net.IPNetwork> Networks => KnownNetworks.Select(System.Net.IPNetwork.Parse);
}
