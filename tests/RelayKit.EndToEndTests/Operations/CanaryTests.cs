using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>Canaries in all that a request can carry: neither what the silo logs nor what it exports holds one.</summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Canary = "canary7f3a";

    private readonly ConcurrentQueue<byte[]> _exported = new();
    private WebApplication _collector = null!;
    private TestDatabase _database = null!;
    private PlayedLiveKit _liveKit = null!;
    private ChildProcess _silo = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _collector = await StartCollectorAsync();
        _database = await PostgresServer.CreateDatabaseAsync();
        _liveKit = await PlayedLiveKit.StartAsync();
        var settings = new SiloSettings(_database.ConnectionString, _liveKit.Url);
        settings.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.Single();
        settings.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        settings.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        settings.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        _http = new HttpClient { BaseAddress = settings.Url };
        _silo = ChildProcess.Start(Executable.Silo, settings.Environment);
        await Eventually.HoldsAsync(IsReadyAsync, "/readyz answers 200", TimeSpan.FromSeconds(90));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _silo.DisposeAsync();
        await _liveKit.DisposeAsync();
        await _database.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Neither_the_log_nor_what_is_exported_holds_what_a_request_carried()
    {
        var created = await SendAsync(HttpMethod.Post, "/v1/operator/tenants", SiloSettings.OperatorKey, $$"""{"name":"{{Canary}} tenant"}""");
        created.Expect(HttpStatusCode.Created);
        var key = created["api_key"].GetProperty("key").GetString()!;

        await SendAsync(HttpMethod.Post, "/v1/rooms", key, $$"""{"name":"lobby","metadata":"{{Canary}}"}""");
        await SendAsync(HttpMethod.Post, "/v1/rooms/lobby/tokens", key, $$$"""{"identity":"{{{Canary}}}@example.com","name":"{{{Canary}}}","metadata":"{{{Canary}}}","attributes":{"a":"{{{Canary}}}"}}""");
        await SendAsync(HttpMethod.Post, "/v1/rooms/lobby/data", key, $$"""{"text":"{{Canary}}"}""");
        await SendAsync(HttpMethod.Get, $"/v1/rooms/lobby/participants/{Canary}@example.com?{Canary}={Canary}", key);
        await SendAsync(HttpMethod.Patch, $"/v1/rooms/lobby/participants/{Canary}", key, $$"""{"metadata":"{{Canary}}"}""");
        await SendAsync(HttpMethod.Get, $"/v1/{Canary}/nowhere?token={Canary}", key);
        await SendAsync(HttpMethod.Get, $"/v1/rooms/{Canary}", key);
        await SendAsync(HttpMethod.Get, $"/v1/rooms?cursor={Canary}", key);
        await SendAsync(HttpMethod.Post, "/v1/rooms", key, $$"""{"{{Canary}}":1""");
        await SendAsync(HttpMethod.Get, "/v1/rooms", $"rk_live_{Canary}");
        await SendAsync(HttpMethod.Post, "/webhooks/livekit", Canary, $$"""{"event":"{{Canary}}"}""");

        await Eventually.HoldsAsync(() => Task.FromResult(Exported("/v1/rooms/{room}/tokens") && Exported("relaykit.request_log")), "spans and figures are exported");
        await _silo.TerminateAsync(TimeSpan.FromSeconds(40));

        Assert.Contains("A webhook was refused", _silo.Output, StringComparison.Ordinal);
        foreach (var secret in new[] { Canary, key, SiloSettings.OperatorKey, SiloSettings.LiveKitKey.ApiSecret })
        {
            Assert.DoesNotContain(secret, _silo.Output, StringComparison.OrdinalIgnoreCase);
            Assert.False(Exported(secret), $"{secret} was exported");
        }
    }

    private bool Exported(string text) => _exported.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string bearer, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
        request.Headers.TryAddWithoutValidation("User-Agent", $"agent/{Canary}");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", $"{Canary}-{Guid.NewGuid()}");
        request.Headers.TryAddWithoutValidation("Cookie", $"session={Canary}");
        request.Headers.TryAddWithoutValidation("X-Other", Canary);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request);
        return ApiAnswer.Read($"{method} {path}", response, await response.Content.ReadAsStringAsync(), () => _silo.Output);
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(_silo.HasExited, _silo.Output);
        try
        {
            using var answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Takes in whatever is sent to it.</summary>
    private async Task<WebApplication> StartCollectorAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Map("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _exported.Enqueue(body.ToArray());
        });
        await app.StartAsync();
        return app;
    }
}
