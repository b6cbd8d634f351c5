using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Privacy;

/// <summary>What a tenant has told RelayKit, in any field of the API, is in its export.</summary>
[Collection(SharedStackTests.Name)]
public sealed class ExportApiTests(StackFixture stack)
{
    private static readonly long StartMs = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds() * 1000;

    [Fact]
    public async Task Every_canary_that_was_planted_through_the_API_is_in_the_archive_and_in_no_log()
    {
        var (tenant, mark) = (await stack.CreateTenantAsync(), $"canary{Guid.NewGuid():n}"[..30]);
        string Canary(string what) => $"{mark}-{what}";
        var room = await tenant.OpenRoomAsync(Canary("room"), StartMs, labels: new Dictionary<string, string> { ["customer"] = Canary("label") });
        (await tenant.Api.PatchAsync($"/v1/rooms/{Canary("room")}", new { metadata = Canary("metadata") })).Expect(HttpStatusCode.OK);
        (await tenant.Api.PutAsync($"/v1/roles/{Canary("role")}", """{"permissions":{}}""")).Expect(HttpStatusCode.OK);
        (await tenant.Api.PatchAsync("/v1/tenant", new { label_limits = new[] { new { label = $"a={Canary("limit")}", participants = 5 } } })).Expect(HttpStatusCode.OK);
        (await tenant.Api.PostAsync(
            $"/v1/rooms/{Canary("room")}/participants/{Canary("banned")}/remove",
            new { ban_seconds = 60, reason = Canary("reason"), message = Canary("message") })).Expect(HttpStatusCode.OK);
        await stack.SendAllAsync(LiveKitWebhooks.ParticipantLeft(room, Connection.At(StartMs, Canary("identity")), StartMs + 5_000));

        var export = (await tenant.Api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted).Text("id");
        await Eventually.EqualAsync("ready", async () => (await tenant.Api.GetAsync($"/v1/privacy/exports/{export}")).Text("state"), "the export is made");
        using var answer = await tenant.Api.OpenAsync($"/v1/privacy/exports/{export}/download");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        var made = await tenant.Api.GetAsync($"/v1/privacy/exports/{export}");
        Assert.Equal(made.Text("sha256"), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        using var archive = new ZipArchive(new MemoryStream(bytes));
        var all = string.Concat(archive.Entries.Select(TextOf));
        Assert.All(
            ["room", "label", "metadata", "role", "limit", "banned", "reason", "message", "identity"],
            what => Assert.Contains(Canary(what), all, StringComparison.Ordinal));
        Assert.Contains(Canary("role"), TextOf(archive.GetEntry("orleansstorage.ndjson")!), StringComparison.Ordinal);
        Assert.DoesNotContain(tenant.Key[12..], all, StringComparison.Ordinal);
        Assert.DoesNotContain(mark, stack.Output, StringComparison.Ordinal);
    }

    private static string TextOf(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
