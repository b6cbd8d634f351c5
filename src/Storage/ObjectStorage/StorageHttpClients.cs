using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Amazon.Runtime;
using RelayKit.Storage.Outgoing;

namespace RelayKit.Storage.ObjectStorage;

/// <summary>The HTTP client of all buckets: one for each set of rules about where it may connect to.</summary>
internal sealed class StorageHttpClients : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client;

    /// <param name="allowPrivate">Whether private addresses are connected to.</param>
    /// <param name="resolve">Looks a name up.</param>
    public StorageHttpClients(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        var sockets = new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnector(allowPrivate, resolve).ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
        };

        // Each call has a time of its own.
        _client = new HttpClient(new AnswerReader { InnerHandler = sockets }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
