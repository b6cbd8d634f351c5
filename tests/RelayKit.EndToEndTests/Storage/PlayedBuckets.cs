using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Storage;

/// <summary>
/// Buckets of one service, each with a fault of its own, which its name says; and the service that hands out roles, which hands out none. Signatures are
/// not looked at: that is the simulator's part.
/// </summary>
public sealed class PlayedBuckets : IAsyncDisposable
{
    /// <summary>A bucket without fault.</summary>
    public const string Good = "good";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, long> _sizes = new();
    private readonly ConcurrentQueue<string> _asked = new();

    private PlayedBuckets(WebApplication app, int port, int securePort) =>
        (_app, Url, ExpiredUrl) = (app, $"http://127.0.0.1:{port}", $"https://localhost:{securePort}");

    public string Url { get; }

    /// <summary>The same, with a certificate that has expired.</summary>
    public string ExpiredUrl { get; }

    /// <summary>Methods and paths, in their order.</summary>
    public IEnumerable<string> Asked => _asked;

    public static async Task<PlayedBuckets> StartAsync()
    {
        var ports = FreePorts.Take(2);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, ports[0]);
            kestrel.Listen(IPAddress.Loopback, ports[1], static listen => listen.UseHttps(Expired()));
        });
        var played = new PlayedBuckets(builder.Build(), ports[0], ports[1]);
        played._app.Run(played.AnswerAsync);
        await played._app.StartAsync();
        return played;
    }

    /// <summary>Settings of a bucket, as they are sent.</summary>
    public object Settings(string bucket, string? secret = null, string prefix = "calls/") => new
    {
        endpoint = Url,
        region = "us-east-1",
        bucket,
        force_path_style = true,
        prefix,
        access_key_id = "AKIAIOSFODNN7EXAMPLE",
        secret_access_key = secret ?? "hush",
    };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!);
        _asked.Enqueue($"{method} {path}");
        return (path.Split('/')[1], method) switch
        {
            ("", _) => RefuseAsync(context, 403, "AccessDenied"),
            ("no-such-bucket", _) => RefuseAsync(context, 404, "NoSuchBucket"),
            ("wrong-key-id", _) => RefuseAsync(context, 403, "InvalidAccessKeyId"),
            ("wrong-secret", _) => RefuseAsync(context, 403, "SignatureDoesNotMatch"),
            ("not-writable", "PUT") or ("not-readable", "HEAD") or ("not-deletable", "DELETE") => RefuseAsync(context, 403, "AccessDenied"),
            ("elsewhere", _) => RefuseAsync(context, 301, "PermanentRedirect", "x-amz-bucket-region", "eu-west-9"),
            ("redirecting", _) => RefuseAsync(context, 307, "TemporaryRedirect", "Location", $"{Url}/good/x"),
            ("failing", _) => RefuseAsync(context, 500, "InternalError"),
            ("web-page", _) => context.Response.WriteAsync("<html></html>"),
            _ => StoreAsync(context, method, path),
        };
    }

    private async Task StoreAsync(HttpContext context, string method, string path)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.Headers.ETag = "\"1\"";
        switch (method)
        {
            case "PUT":
                _sizes[path] = body.Length;
                break;
            case "HEAD" when _sizes.TryGetValue(path, out var size):
                context.Response.ContentLength = size;
                context.Response.Headers.LastModified = "Fri, 27 Nov 2026 07:00:00 GMT";
                break;
            case "DELETE" when _sizes.TryRemove(path, out _):
                context.Response.StatusCode = 204;
                break;
            default:
                await RefuseAsync(context, 404, "NoSuchKey");
                break;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code, string? header = null, string? value = null)
    {
        context.Response.StatusCode = status;
        if (header is not null)
        {
            context.Response.Headers[header] = value;
        }

        if (context.Request.Method != "HEAD")
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>m</Message></Error>");
        }
    }

    private static X509Certificate2 Expired()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(-1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
