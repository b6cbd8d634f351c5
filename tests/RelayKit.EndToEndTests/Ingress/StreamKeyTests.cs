using System.Net;
using RelayKit.EndToEndTests.Idempotency;
using RelayKit.EndToEndTests.Privacy;
using RelayKit.EndToEndTests.Recordings;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Ingress;

/// <summary>
/// A sender's key, and the credentials of an address that is pulled, are canaries: whatever is done with the ingress, they lie in no table, log, trace, event,
/// export or answer but the one that made it.
/// </summary>
[Collection(RecordingTestGroup.Name)]
public sealed class StreamKeyTests(RecordingFixture stack)
{
    private const string Password = "canary-password-5d1c";

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

        shown.Add(await tenant.ExportAsync());
        Assert.Contains("ingresses", shown[^1], StringComparison.Ordinal);
        (await tenant.Api.DeleteAsync(path)).Expect(HttpStatusCode.OK);
        await Eventually.HoldsAsync(() => Task.FromResult(stack.Exported("/v1/ingress")), "spans are exported");

        Assert.Contains(shown, static body => body.Contains("ingress.ended", StringComparison.Ordinal));
        foreach (var secret in new[] { key, Password })
        {
            Assert.All(shown, body => Assert.DoesNotContain(secret, body, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, stack.SiloOutput, StringComparison.Ordinal);
            Assert.False(stack.Exported(secret), "it is in a trace");
        }

        // The identity is kept, so the search does find what is there.
        Assert.Empty(await stack.Database.FindAsync(key, Password));
        Assert.Contains("ingresses: camera", await stack.Database.FindAsync("camera"));
    }
}
