using System.IO.Compression;
using System.Net;
using System.Text;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Ingress;

/// <summary>
/// A sender's key, and the credentials of an address that is pulled, are canaries: whatever is done with the ingress, they lie in no table, log, trace, event,
/// export or answer but the one that made it.
/// </summary>
public sealed class StreamKeyTests(TracedFixture stack) : IClassFixture<TracedFixture>
{
    private const string Password = "canary-password-5d1c";

    private const string Columns =
        """
        select format('%I.%I', n.nspname, c.relname), format('%I', a.attname), a.atttypid = 'bytea'::regtype
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
        where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p') and not c.relispartition
          and a.attnum > 0 and not a.attisdropped
        """;

    [Fact]
    public async Task It_is_in_the_answer_that_makes_the_ingress_and_nowhere_else()
    {
        await using var collector = await stack.StartCollectorAsync();
        var tenant = await stack.CreateSimulatedTenantAsync();
        await SimulatedRoom.CreateAsync(tenant, new { name = "studio" });
        var made = (await tenant.Api.PostWithKeyAsync("/v1/ingress", new { room = "studio", kind = "rtmp", identity = "camera" }, "one")).Expect(HttpStatusCode.Created);
        var key = made.Text("stream_key");
        Assert.True(key.Length >= 12, "the key is one that a search finds");
        (await tenant.Api.PostWithKeyAsync("/v1/ingress", new { room = "studio", kind = "rtmp", identity = "camera" }, "one")).ExpectReplayOf(made);
        (await tenant.Api.PostAsync("/v1/ingress", new { room = "studio", kind = "url", identity = "film", source_url = $"https://user:{Password}@1.1.1.1/a/{Password}" }))
            .Expect(HttpStatusCode.Created);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await tenant.Api.PostAsync("/v1/ingress", new { room = "studio", kind = "url", identity = "film", source_url = $"ftp://user:{Password}@1.1.1.1/a" })).Status);

        await stack.Simulator.PostAsync("/sim/ingress/start", new { stream_key = key });
        await stack.Simulator.DrainAsync();
        await stack.Simulator.PostAsync("/sim/ingress/stop", new { stream_key = key, error = $"cannot read rtmp://host/live/{key}" });
        await stack.Simulator.DrainAsync();
        (await stack.Operator.PostAsync("/v1/operator/reconcile", "{}")).Expect(HttpStatusCode.OK);
        var path = $"/v1/ingress/{made.Text("id")}";
        List<string> shown = [(await tenant.Api.PatchAsync(path, new { name = "Camera" })).Expect(HttpStatusCode.OK).Body];
        foreach (var read in new[] { path, "/v1/ingress", "/v1/events?limit=100", "/v1/audit-log" })
        {
            shown.Add((await tenant.Api.GetAsync(read)).Expect(HttpStatusCode.OK).Body);
        }

        shown.Add(await ExportAsync(tenant));
        (await tenant.Api.DeleteAsync(path)).Expect(HttpStatusCode.OK);
        await Eventually.HoldsAsync(() => Task.FromResult(stack.Exported("/v1/ingress")), "spans are exported");

        Assert.Contains(shown, static body => body.Contains("ingress.ended", StringComparison.Ordinal));
        foreach (var secret in new[] { key, Password })
        {
            Assert.All(shown, body => Assert.DoesNotContain(secret, body, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, stack.SiloOutput, StringComparison.Ordinal);
            Assert.False(stack.Exported(secret), "it is in a trace");
            Assert.Empty(await FindAsync(secret));
        }

        // The identity is kept, so the search does find what is there.
        Assert.Contains("relaykit.ingresses.identity", await FindAsync("camera"));
    }

    /// <summary>Everything that an export has, as text.</summary>
    private static async Task<string> ExportAsync(TestTenant tenant)
    {
        var id = (await tenant.Api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted).Text("id");
        await Eventually.EqualAsync("ready", async () => (await tenant.Api.GetAsync($"/v1/privacy/exports/{id}")).Text("state"), "the export is made");
        using var answer = await tenant.Api.OpenAsync($"/v1/privacy/exports/{id}/download");
        await using var archive = new ZipArchive(await answer.Content.ReadAsStreamAsync(), ZipArchiveMode.Read);
        var text = new StringBuilder();
        foreach (var entry in archive.Entries)
        {
            await using var content = await entry.OpenAsync();
            using var reader = new StreamReader(content);
            text.Append(entry.FullName).Append('\n').Append(await reader.ReadToEndAsync());
        }

        Assert.Contains("ingresses", text.ToString(), StringComparison.Ordinal);
        return text.ToString();
    }

    private async Task<List<string>> FindAsync(string needle)
    {
        var found = new List<string>();
        foreach (var (table, column, isBytes) in await stack.Database.QueryAsync(Columns, row => (row.GetString(0), row.GetString(1), row.GetBoolean(2))))
        {
            var match = isBytes ? $"position(convert_to($1::text, 'UTF8') in {column}) > 0" : $"position($1::text in {column}::text) > 0";
            if (await stack.Database.ScalarAsync<bool>($"select exists (select from {table} where {match})", needle))
            {
                found.Add($"{table}.{column}");
            }
        }

        return found;
    }
}
