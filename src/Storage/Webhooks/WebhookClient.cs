using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using RelayKit.Storage.Outgoing;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>
/// Makes the requests. It follows no redirect, takes no proxy, keeps no cookie, tells nobody of traces, and connects only to addresses that a tenant may send
/// it to: each connection looks at what the name leads to at that moment, and goes to that very address.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>Bytes of an answer that are read: 4 KiB that may be kept, and what it takes to know a secret that lies across their end.</summary>
    internal const int MaxAnswerBytes = WebhookRedaction.MaxKept + 1024;

    private static readonly ProductInfoHeaderValue Agent = new("RelayKit", typeof(WebhookClient).Assembly.GetName().Version?.ToString(2) ?? "1.0");

    private readonly HttpClient _client;

    /// <param name="allowPrivate">Whether private addresses are connected to.</param>
    /// <param name="allowHttp">Whether requests may go without TLS.</param>
    /// <param name="resolve">Looks a name up.</param>
    /// <param name="connect">Connects to one address; the system's sockets where it is left out.</param>
    public WebhookClient(
        bool allowPrivate,
        bool allowHttp,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        Func<IPEndPoint, CancellationToken, Task<Stream>>? connect = null)
    {
        (AllowsPrivate, AllowsHttp) = (allowPrivate, allowHttp);
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = new GuardedConnector(allowPrivate, resolve, connect).ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MaxAnswerBytes,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(100),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null,
            SslOptions = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
        })
        {
            // Each request has a time of its own.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether private addresses are connected to.</summary>
    public bool AllowsPrivate { get; }

    /// <summary>Whether requests may go without TLS.</summary>
    public bool AllowsHttp { get; }

    /// <summary>What <c>User-Agent</c> says.</summary>
    public static string UserAgent => Agent.ToString();

    /// <summary>Posts a body. What kept it from being answered is in the answer's <see cref="WebhookReply.Error"/>; it throws only when it is told to end.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="headers">Their names.</param>
    /// <param name="signed">What they say.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<WebhookReply> PostAsync(
        string url, WebhookHeaders headers, (string Id, string Timestamp, string Signature) signed, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (WebhookUrl.FaultOf(url, AllowsHttp, AllowsPrivate) is { } fault)
        {
            return WebhookReply.Failed($"The address {fault}.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(Agent);
        request.Headers.TryAddWithoutValidation(headers.Id, signed.Id);
        request.Headers.TryAddWithoutValidation(headers.Timestamp, signed.Timestamp);
        request.Headers.TryAddWithoutValidation(headers.Signature, signed.Signature);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return await WebhookReply.ReadAsync(response, cancellation);
        }
        catch (HttpRequestException error)
        {
            return WebhookReply.Failed(Reason(error));
        }
        catch (IOException)
        {
            return WebhookReply.Failed("The connection was lost before the answer was whole.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Why there was no answer, in words of ours: those of the system may name addresses inside.</summary>
    private static string Reason(HttpRequestException error) => (error.HttpRequestError, error.InnerException) switch
    {
        (_, PrivateAddressException) => "The host leads to an address that is not on the public internet.",
        (HttpRequestError.NameResolutionError, _) or (_, SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }) =>
            "The host's name leads to no address.",
        (HttpRequestError.SecureConnectionError, _) or (_, AuthenticationException) => "No TLS connection: the certificate is not valid for the host, or has no chain to a root that is known.",
        (_, SocketException { SocketErrorCode: SocketError.ConnectionRefused }) => "The connection was refused.",
        (HttpRequestError.ConnectionError, _) => "No connection.",
        (HttpRequestError.ConfigurationLimitExceeded, _) => "The answer's headers are too large.",
        (HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError, _) => "The answer was broken off, or is not HTTP.",
        _ => "The request failed.",
    };
}
