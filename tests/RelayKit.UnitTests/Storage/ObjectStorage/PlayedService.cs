using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RelayKit.ObjectStorage;

namespace RelayKit.UnitTests.Storage.ObjectStorage;

/// <summary>A service that answers as a test says, with a certificate as a test says.</summary>
internal sealed class PlayedService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PlayedService(WebApplication app, bool isSecure)
    {
        _app = app;
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        Endpoint = new Uri($"{(isSecure ? "https" : "http")}://localhost:{port}");
    }

    public Uri Endpoint { get; }

    /// <summary>What was asked, method and path.</summary>
    public List<string> Asked { get; } = [];

    public StorageBucket Bucket => new()
    {
        Endpoint = Endpoint,
        Region = "eu-test-1",
        Bucket = "bucket",
        ForcePathStyle = true,
        Prefix = "pre/",
        AccessKeyId = "AKID",
        SecretAccessKey = "hush",
    };

    /// <param name="answer">Answers each request.</param>
    /// <param name="certificate">Null to speak without TLS.</param>
    public static async Task<PlayedService> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        PlayedService? played = null;
        app.Run(context =>
        {
            lock (played!.Asked)
            {
                played.Asked.Add($"{context.Request.Method} {context.Request.Path}");
            }

            return answer(context);
        });
        await app.StartAsync();
        return played = new PlayedService(app, certificate is not null);
    }

    /// <summary>A service that gives each request the same answer, in S3's XML where there is a code.</summary>
    public static Task<PlayedService> AnsweringAsync(int status, string? code, string? header = null, string? value = null, string region = "") => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        if (header is not null)
        {
            context.Response.Headers[header] = value;
        }

        if (code is not null && context.Request.Method != "HEAD")
        {
            context.Response.ContentType = "application/xml";
            await context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>m</Message>{region}</Error>");
        }
    });

    /// <summary>A certificate of this host's, signed by itself.</summary>
    public static X509Certificate2 Certificate(string host, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(from, until);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
