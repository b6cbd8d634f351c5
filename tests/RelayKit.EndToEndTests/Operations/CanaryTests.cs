using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>
/// Canaries in all that a request can carry: neither what the silo logs nor what it exports holds one, and when an account has been deleted for long enough
/// no table does.
/// </summary>
public sealed partial class CanaryTests : IAsyncLifetime
{
    private const string Canary = "canary7f3a";

    private readonly ConcurrentQueue<byte[]> _exported = new();
    private WebApplication _collector = null!;
    private readonly Mailbox _mails = new();
    private SiloSettings _settings = null!;
    private TestDatabase _database = null!;
    private PlayedLiveKit _liveKit = null!;
    private ChildProcess _silo = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _collector = await StartCollectorAsync();
        _database = await PostgresServer.CreateDatabaseAsync();
        _liveKit = await PlayedLiveKit.StartAsync();
        _settings = new SiloSettings(_database.ConnectionString, _liveKit.Url, _mails.Directory);
        _settings.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.Single();
        _settings.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _settings.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        _settings.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        _http = new HttpClient { BaseAddress = _settings.Url };
        _silo = ChildProcess.Start(Executable.Silo, _settings.Environment);
        await SiloReadiness.WaitAsync(_silo, _http, TimeSpan.FromSeconds(90));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _silo.DisposeAsync();
        await _liveKit.DisposeAsync();
        await _database.DisposeAsync();
        await _collector.DisposeAsync();
        _mails.Dispose();
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

    [Fact]
    public async Task Of_an_account_that_was_deleted_31_days_ago_nothing_is_left_in_a_table_a_log_or_a_trace()
    {
        var email = $"{Canary}@example.com";
        var signedUp = await SendAsync(
            HttpMethod.Post, "/v1/auth/signup", null, $$"""{"email":"{{email}}","password":"{{Canary}} kettles","organization":"{{Canary}} Ltd","name":"{{Canary}}"}""");
        var cookie = Person.CookieOf(signedUp.Expect(HttpStatusCode.Created));
        async Task<ApiAnswer> AsOwnerAsync(HttpMethod method, string path, string? body = null) => await SendAsync(method, path, null, body, cookie);
        var token = await _mails.TokenAsync("verify-email", email);
        (await SendAsync(HttpMethod.Post, "/v1/auth/verify-email", null, $$"""{"token":"{{token}}"}""")).Expect(HttpStatusCode.NoContent);

        (await AsOwnerAsync(HttpMethod.Post, "/v1/invitations", $$"""{"email":"{{Canary}}-two@example.com","role":"developer"}""")).Expect(HttpStatusCode.Created);
        var made = (await AsOwnerAsync(HttpMethod.Post, "/v1/api-keys", $$"""{"name":"{{Canary}} key"}""")).Expect(HttpStatusCode.Created);
        var room = (await SendAsync(HttpMethod.Post, "/v1/rooms", made.Text("key"), $$$"""{"name":"{{{Canary}}}","metadata":"{{{Canary}}}","labels":{"customer":"{{{Canary}}}"}}"""))
            .Expect(HttpStatusCode.Created);
        (await AsOwnerAsync(HttpMethod.Put, $"/v1/roles/{Canary}", """{"permissions":{}}""")).Expect(HttpStatusCode.OK);
        var atMs = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds() * 1000;
        var (life, who) = (new RoomLife(room.Text("livekit_name"), LiveKitSid.Room(), atMs), Connection.At(atMs, $"{Canary}@example.com") with { Name = Canary });
        string[] webhooks = [LiveKitWebhooks.RoomStarted(life), LiveKitWebhooks.ParticipantJoined(life, who), LiveKitWebhooks.ParticipantLeft(life, who, atMs + 5_000), LiveKitWebhooks.RoomFinished(life, atMs + 6_000)];
        foreach (var webhook in webhooks)
        {
            using var taken = await _http.SendAsync(SiloSettings.LiveKitKey.Sign(webhook).ToRequest());
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }

        (await SendAsync(HttpMethod.Post, $"/v1/rooms/{Canary}/participants/{Canary}/remove", made.Text("key"), $$"""{"ban_seconds":3600,"reason":"{{Canary}}","message":"{{Canary}}"}"""))
            .Expect(HttpStatusCode.OK);
        var export = (await AsOwnerAsync(HttpMethod.Post, "/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted).Text("id");
        await Eventually.EqualAsync("ready", async () => (await AsOwnerAsync(HttpMethod.Get, $"/v1/privacy/exports/{export}")).Text("state"), "the export is made");
        await Eventually.HoldsAsync(async () => (await TablesWithCanariesAsync()).Contains("request_logs"), "requests are logged");
        var planted = await TablesWithCanariesAsync();
        Assert.All(
            ["accounts", "account_sessions", "api_keys", "audit_log", "events", "invitations", "participant_sessions", "rooms", "room_bans", "tenants", "usage_hourly_by_label"],
            table => Assert.Contains(table, planted));

        (await AsOwnerAsync(HttpMethod.Post, "/v1/privacy/deletion", $$"""{"confirm":"{{Canary}} Ltd"}""")).Expect(HttpStatusCode.Accepted);
        await Eventually.HoldsAsync(() => Task.FromResult(Exported("/v1/privacy/deletion")), "spans are exported");
        await _silo.TerminateAsync(TimeSpan.FromSeconds(40));

        // A clock that is 31 days on, for the one who erases: it was asked for 31 days earlier.
        Assert.Equal(1, await _database.ScalarAsync<int>(
            "update tenant_deletions set requested_at = requested_at - interval '31 days', erase_at = erase_at - interval '31 days' returning 1"));
        await using var retain = ChildProcess.Start(Executable.Silo, _settings.Environment, "retain");
        await retain.WaitForExitAsync(TimeSpan.FromSeconds(90));

        Assert.True(retain.ExitCode == 0, retain.Output);
        Assert.Empty(await TablesWithCanariesAsync());

        // The last mail waits, sealed, for a silo that sends it.
        await using var again = ChildProcess.Start(Executable.Silo, _settings.Environment);
        await SiloReadiness.WaitAsync(again, _http, TimeSpan.FromSeconds(90));
        await _mails.FindAsync("erasure", email);
        await again.TerminateAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(0, await _database.ScalarAsync<long>("select count(*) from outbox where kind = 'mail'"));
        Assert.All([Canary, made.Text("key"), token], secret =>
        {
            Assert.DoesNotContain(secret, _silo.Output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, retain.Output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, again.Output, StringComparison.OrdinalIgnoreCase);
            Assert.False(Exported(secret), $"{secret} was exported");
        });
    }

    /// <summary>Every table that has the canary in any column of any row, in text or in bytes. Nobody else is in this database.</summary>
    private async Task<List<string>> TablesWithCanariesAsync()
    {
        var tables = await _database.QueryAsync(
            "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') order by 1",
            row => row.GetString(0));
        List<string> found = [];
        foreach (var table in tables)
        {
            if (await _database.ScalarAsync<bool>(
                $"select exists (select from {table} t where t::text ilike $1 or t::text ilike $2)", $"%{Canary}%", $"%{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Canary))}%"))
            {
                found.Add(Partition().Replace(table, ""));
            }
        }

        return [.. found.Distinct()];
    }

    [GeneratedRegex("(_y[0-9]{4}m[0-9]{2}(d[0-9]{2})?|_other)$")]
    private static partial Regex Partition();

    private bool Exported(string text) => _exported.Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? bearer, string? body = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
        }

        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", _settings.Url.GetLeftPart(UriPartial.Authority));
        }

        request.Headers.TryAddWithoutValidation("User-Agent", $"agent/{Canary}");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", $"{Canary}-{Guid.NewGuid()}");
        request.Headers.TryAddWithoutValidation("Cookie", cookie ?? $"session={Canary}");
        request.Headers.TryAddWithoutValidation("X-Other", Canary);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request);
        return ApiAnswer.Read($"{method} {path}", response, await response.Content.ReadAsStringAsync(), () => _silo.Output);
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
