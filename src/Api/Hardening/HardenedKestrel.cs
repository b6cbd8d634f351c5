using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Hardening;

/// <summary>The web server's own limits: what is refused before any code of RelayKit's runs.</summary>
internal static class HardenedKestrel
{
    /// <summary>Ours take a few hundred bytes, a key included; browsers send cookies of the whole site.</summary>
    private const int MaxHeadBytes = 16 * 1024;

    private const int MaxHeaders = 64;

    /// <summary>The longest path holds a room and an identity, and a cursor follows.</summary>
    private const int MaxRequestLineBytes = 8 * 1024;

    private const int MaxStreamsOfConnection = 100;

    /// <summary>So many times what a route takes are still read to their end, for the sake of the answer.</summary>
    private const int TimesTooLarge = 4;

    /// <summary>Who sends or reads slower than this, in bytes a second, keeps a connection for its own sake.</summary>
    private const double MinBytesPerSecond = 240;

    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(10);

    /// <param name="kestrel">The web server.</param>
    /// <param name="options">What operators set.</param>
    /// <param name="maxWebhookBytes">The largest body that any route takes besides the API's own.</param>
    public static void Harden(this KestrelServerOptions kestrel, HttpOptions options, int maxWebhookBytes)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.AllowAlternateSchemes = false;
        kestrel.AllowHostHeaderOverride = false;
        kestrel.ConfigureHttpsDefaults(static https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestHeadersTotalSize = MaxHeadBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.RequestHeadersTimeout = options.HeadersWithin;
        limits.MinRequestBodyDataRate = new MinDataRate(MinBytesPerSecond, RateGrace);
        limits.MinResponseDataRate = new MinDataRate(MinBytesPerSecond, RateGrace);

        // Each route that reads a body sets a limit of its own below it, and says so. Above this one the connection is broken off instead, and who sends
        // too much may never hear why.
        limits.MaxRequestBodySize = TimesTooLarge * (long)Math.Max(JsonBody.MaxBytes, maxWebhookBytes);
        limits.Http2.MaxStreamsPerConnection = MaxStreamsOfConnection;
        limits.Http2.MaxRequestHeaderFieldSize = MaxRequestLineBytes;
    }
}
