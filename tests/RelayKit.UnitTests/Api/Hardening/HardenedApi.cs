using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RelayKit.Api.Forwarding;
using RelayKit.Api.Hardening;
using RelayKit.Api.Inbound;
using RelayKit.Api.Problems;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;

namespace RelayKit.UnitTests.Api.Hardening;

/// <summary>A few routes behind the real web server's limits and the real middleware, by http and, with a certificate made for the test, by https.</summary>
internal sealed class HardenedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly HttpClient _http;

    private HardenedApi(Dictionary<string, string?> settings)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.GetCertHashString() },
            AllowAutoRedirect = false,
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<LiveKitWebhookOptions>();
        builder.Services.AddTrustedProxies();
        builder.Services.AddHardening();
        builder.Services.AddRequestLogging();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate));
        });
        _app = builder.Build();
        _app.UseTrustedProxies();
        _app.UseSecurityHeaders();
        _app.UseMiddleware<RequestIds>();
        _app.UseKnownHosts();
        _app.UseRouting();
        _app.UseProblems();
        _app.UseBrowserOrigins();
        _app.MapGet("/v1/thing", static () => "thing");
        _app.MapPost("/v1/thing", static async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            return context.Request.Method;
        });
        _app.MapGet("/v1/fault", static string () => throw new InvalidOperationException("a fault"));
        _app.MapGet("/healthz", static () => "ok");
    }

    public Uri Http { get; private set; } = null!;

    public Uri Https { get; private set; } = null!;

    public static async Task<HardenedApi> StartAsync(params (string Key, string Value)[] settings)
    {
        var api = new HardenedApi(settings.ToDictionary(static setting => setting.Key, static string? (setting) => setting.Value));
        await api._app.StartAsync();
        api.Http = new Uri(api._app.Urls.Single(static url => url.StartsWith("http:", StringComparison.Ordinal)));
        api.Https = new Uri(api._app.Urls.Single(static url => url.StartsWith("https:", StringComparison.Ordinal)));
        return api;
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(Http, method, path, headers);

    public async Task<HttpResponseMessage> SendAsync(Uri server, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request);
    }

    /// <summary>Sends bytes as no HTTP client would, and reads until the server closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(Http.Host, Http.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
