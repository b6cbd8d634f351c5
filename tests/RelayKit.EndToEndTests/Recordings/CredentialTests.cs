using System.Net;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Privacy;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Recordings;

/// <summary>
/// Credentials of buckets, keys of addresses to stream to, what a page's address carries, and links are canaries: whatever is done with them, well or badly, they
/// lie in no table, log, trace, event, export or answer.
/// </summary>
[Collection(RecordingTestGroup.Name)]
public sealed class CredentialTests(RecordingFixture stack)
{
    private const string Host = "media.example.com";

    private readonly string _mark = Guid.NewGuid().ToString("N")[..10];
    private readonly List<string> _planted = [];
    private readonly List<ApiAnswer> _shown = [];
    private readonly HashSet<string> _logged = [];

    [Fact]
    public async Task They_are_handed_to_LiveKit_and_to_the_bucket_and_lie_nowhere_else()
    {
        await using var collector = await stack.StartCollectorAsync();
        var room = await RecordedRoom.OpenAsync(stack, prefix: null);
        await SetUpBucketsAsync(room);
        var recordings = await RecordAsync(room);
        var streams = await StreamAsync(room);
        foreach (var id in recordings.Concat(streams))
        {
            await room.StopAsync(id);
            await Eventually.HoldsAsync(async () => (await room.GetAsync(id)).Text("status") is "complete" or "failed", $"{id} has ended");
        }

        await LinkAsync(room, recordings[0]);
        await stack.Store.ControlAsync(HttpMethod.Post, "/sim/keys/revoke", new { access_key_id = KeyId });
        await SeeAsync(room.Api.PostAsync("/v1/tenant/storage/test", "{}"), HttpStatusCode.UnprocessableEntity);
        await SeeAsync(room.Api.DeleteAsync($"/v1/recordings/{recordings[0]}"), HttpStatusCode.BadGateway);
        (await stack.Operator.PostAsync("/v1/operator/reconcile", "{}")).Expect(HttpStatusCode.OK);
        await ReadAllAsync(room, [.. recordings, .. streams]);
        var export = await room.Tenant.ExportAsync();
        await Eventually.HoldsAsync(
            () => Task.FromResult(stack.Exported("/v1/streams/{stream}/urls") && stack.Exported("/v1/tenant/storage")), "spans are exported");
        Listen();

        string[] secrets = [.. _planted, PlayedStore.SecretAccessKey, "secret-of-the-operators-key", SiloSettings.WrappingKey];
        foreach (var secret in secrets)
        {
            Assert.All(_shown, answer => Assert.DoesNotContain(secret, answer.Body + string.Join('\n', answer.Headers.Values), StringComparison.OrdinalIgnoreCase));
            Assert.All(_logged, line => Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(secret, export, StringComparison.OrdinalIgnoreCase);
            Assert.False(stack.Exported(secret), $"{secret} is in a trace");
        }

        Assert.Empty(await stack.Database.FindAsync(secrets));

        // What may be shown is found, so the search does find what is there.
        Assert.Contains(_shown, answer => answer.Body.Contains(KeyId, StringComparison.Ordinal));
        Assert.Contains(_shown, static answer => answer.Body.Contains($"rtmp://{Host}/app/***", StringComparison.Ordinal));
        Assert.Contains(Host, export, StringComparison.Ordinal);
        Assert.Contains($"recordings: {Host}", await stack.Database.FindAsync(Host));
    }

    private string KeyId => $"AKIA{_mark.ToUpperInvariant()}";

    /// <summary>Wrong ones, a role that refuses, bodies that are wrong elsewhere; in the end one that is good.</summary>
    private async Task SetUpBucketsAsync(RecordedRoom room)
    {
        var secret = Plant("bucket");
        await stack.Store.ControlAsync(HttpMethod.Post, "/sim/keys", new { access_key_id = KeyId, secret, bucket = PlayedStore.TenantsBucket, prefix = $"{_mark}/" });
        const string Path = "/v1/tenant/storage";
        Dictionary<string, object> Settings(string key) => new()
        {
            ["endpoint"] = stack.Store.Url.ToString().TrimEnd('/'),
            ["region"] = "us-east-1",
            ["bucket"] = PlayedStore.TenantsBucket,
            ["force_path_style"] = true,
            ["prefix"] = _mark,
            ["access_key_id"] = KeyId,
            ["secret_access_key"] = key,
        };

        await SeeAsync(room.Api.PutAsync(Path, Settings(Plant("wrong"))), HttpStatusCode.UnprocessableEntity);
        await SeeAsync(room.Api.PutAsync(Path, new Dictionary<string, object>(Settings(secret)) { ["prefix"] = "elsewhere" }), HttpStatusCode.UnprocessableEntity);
        await SeeAsync(room.Api.PutAsync(Path, new Dictionary<string, object>(Settings(secret)) { ["region"] = "no region" }), HttpStatusCode.BadRequest);
        await SeeAsync(room.Api.PutAsync(Path, Settings($"{Plant("broken")}\n")), HttpStatusCode.BadRequest);
        await SeeAsync(room.Api.PutAsync(Path, $$"""{"bucket":"b","secret_access_key":"{{Plant("unfinished")}}" """), HttpStatusCode.BadRequest);
        await SeeAsync(room.Api.PutAsync(Path, $$"""{"bucket":"b","secret_access_key":["{{Plant("array")}}"]}"""), HttpStatusCode.BadRequest);
        await SeeAsync(
            room.Api.PutAsync(Path, new { endpoint = stack.Buckets.Url, region = "us-east-1", bucket = "good", role_arn = "arn:aws:iam::123456789012:role/r" }),
            HttpStatusCode.UnprocessableEntity);
        await SeeAsync(room.Api.PutAsync(Path, Settings(secret)), HttpStatusCode.OK);
        await SeeAsync(room.Api.PostAsync($"{Path}/test", "{}"), HttpStatusCode.OK);
        await SeeAsync(room.Api.GetAsync(Path), HttpStatusCode.OK);
    }

    private async Task<List<string>> RecordAsync(RecordedRoom room)
    {
        Dictionary<string, object> page = new(room.OrderOf("web_page")) { ["page_url"] = $"{RecordedRoom.Page}?token={Plant("page")}#{Plant("fragment")}" };
        List<string> ids = [await room.StartAsync(), await room.StartAsync(page)];
        await room.ScriptAsync(new Dictionary<string, object> { ["upload_fails"] = "AccessDenied" });
        ids.Add(await room.StartAsync());
        foreach (var id in ids)
        {
            await room.HasStatusAsync(id, "active");
        }

        await SeeAsync(room.Api.PostAsync("/v1/recordings?dry_run=true", page), HttpStatusCode.OK);
        await SeeAsync(
            room.Api.PostAsync("/v1/recordings", new Dictionary<string, object>(page) { ["page_url"] = $"ftp://{Plant("user")}@{Host}/{Plant("path")}" }), HttpStatusCode.BadRequest);
        return ids;
    }

    private async Task<List<string>> StreamAsync(RecordedRoom room)
    {
        string[] rtmp = [$"rtmp://{Host}/app/{Plant("rtmp")}", $"rtmps://{Plant("name")}:{Plant("password")}@{Host}/app/{Plant("second")}?token={Plant("query")}"];
        string[] srt = [$"srt://{Host}:9000?passphrase={Plant("phrase")}&streamid={Plant("streamid")}"];
        Dictionary<string, object> To(params string[] urls) => room.StreamOf("room_composite", urls);

        var first = await SeeAsync(room.Api.PostWithKeyAsync("/v1/streams", To(rtmp), _mark), HttpStatusCode.Created);
        await SeeAsync(room.Api.PostWithKeyAsync("/v1/streams", To(rtmp), _mark), HttpStatusCode.Created);
        await SeeAsync(room.Api.PostAsync("/v1/streams?dry_run=true", To(srt)), HttpStatusCode.OK);
        var second = await SeeAsync(room.Api.PostAsync("/v1/streams", To(srt)), HttpStatusCode.Created);
        await room.ScriptAsync(new Dictionary<string, object> { ["start"] = "answer_lost" });
        var third = await SeeAsync(room.Api.PostAsync("/v1/streams", To($"rtmp://{Host}/app/{Plant("lost")}")), HttpStatusCode.Created);
        List<string> ids = [first.Text("id"), second.Text("id"), third.Text("id")];
        foreach (var id in ids)
        {
            await room.HasStatusAsync(id, "active");
        }

        // Refused by RelayKit, by LiveKit as an address, and as one that it does not know; LiveKit's words hold what it was given.
        await SeeAsync(room.Api.PostAsync("/v1/streams", To($"https://{Host}/{Plant("https")}")), HttpStatusCode.BadRequest);
        await SeeAsync(room.Api.PostAsync("/v1/streams", To($"rtmp://{Host}/{Plant("noapp")}")), HttpStatusCode.UnprocessableEntity);
        await SeeAsync(room.Api.PostAsync("/v1/streams", To($"rtmp://{Host}/app/{Plant("long")}{new string('x', 2100)}")), HttpStatusCode.BadRequest);
        var urls = $"/v1/streams/{ids[0]}/urls";
        await SeeAsync(room.Api.PostAsync(urls, new { add = new[] { $"rtmp://{Host}/app/{Plant("added")}" }, remove = rtmp.Take(1) }), HttpStatusCode.OK);
        await SeeAsync(room.Api.PostAsync(urls, new { remove = new[] { $"rtmp://{Host}/app/{Plant("unknown")}" } }), HttpStatusCode.UnprocessableEntity);
        await SeeAsync(room.Api.PostAsync(urls, new { add = new[] { $"{Plant("scheme")}://{Host}" } }), HttpStatusCode.BadRequest);
        await stack.Simulator.PostAsync(
            "/sim/egress/fail-stream",
            new { egress_id = await room.EgressIdAsync(ids[1]), url = srt[0], error = $"cannot publish to {srt[0]}: connection refused" });
        await room.HasStatusAsync(ids[1], "failed");
        return ids;
    }

    /// <summary>A link is for whoever asked for it, and its signature for nobody else.</summary>
    private async Task LinkAsync(RecordedRoom room, string id)
    {
        await room.HasFileAsync(id, "present");
        var link = (await room.Api.PostAsync($"/v1/recordings/{id}/download", new { })).Expect(HttpStatusCode.OK).Text("url");
        var signature = link[(link.IndexOf("X-Amz-Signature=", StringComparison.Ordinal) + "X-Amz-Signature=".Length)..].Split('&')[0];
        Assert.Matches("^[0-9a-f]{64}$", signature);
        _planted.Add(signature);
    }

    private async Task ReadAllAsync(RecordedRoom room, IReadOnlyList<string> ids)
    {
        string[] paths =
        [
            "/v1/recordings?limit=100", "/v1/streams?limit=100", "/v1/events?limit=100", "/v1/audit-log?limit=100", "/v1/request-logs?limit=100", "/v1/sessions",
            "/v1/usage", "/v1/tenant", "/v1/tenant/storage", room.Room.Path, $"{room.Room.Path}/participants", .. ids.Select(RecordedRoom.PathOf),
        ];
        foreach (var path in paths)
        {
            await SeeAsync(room.Api.GetAsync(path), HttpStatusCode.OK);
        }

        foreach (var path in new[] { $"/v1/operator/tenants/{room.Tenant.Id}", $"/v1/operator/audit-log?tenant_id={room.Tenant.Id}" })
        {
            await SeeAsync(stack.Operator.GetAsync(path), HttpStatusCode.OK);
        }
    }

    private string Plant(string what)
    {
        var secret = $"canary{_mark}{what}";
        _planted.Add(secret);
        return secret;
    }

    private async Task<ApiAnswer> SeeAsync(Task<ApiAnswer> asked, HttpStatusCode expected)
    {
        var answer = (await asked).Expect(expected);
        _shown.Add(answer);
        Listen();
        return answer;
    }

    /// <summary>Only the newest lines of a log are kept.</summary>
    private void Listen() => _logged.UnionWith(stack.SiloOutput.Split('\n'));
}
