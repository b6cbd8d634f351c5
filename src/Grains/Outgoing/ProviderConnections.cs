using System.Net.Security;
using System.Security.Authentication;

namespace RelayKit.Outgoing;

/// <summary>How RelayKit connects to services that the operator has configured and that it sends a key to.</summary>
public static class ProviderConnections
{
    /// <summary>What an <see cref="HttpClient"/> of such a service sends by. It lives as long as the process.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        // A redirect would carry the key to an address that nobody configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        // The client lives as long as the process: connections are renewed so that a changed DNS entry is seen.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
    };
}
