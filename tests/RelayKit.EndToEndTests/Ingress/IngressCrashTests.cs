using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Ingress;

public sealed class IngressCrashTests(StackFixture stack) : IClassFixture<StackFixture>
{
    [Fact]
    public async Task A_silo_that_is_killed_between_the_call_to_livekit_and_its_answer_leaves_neither_an_orphan_nor_a_double()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        await SimulatedRoom.CreateAsync(tenant, new { name = "studio" });
        await stack.Simulator.PostAsync("/sim/ingress/faults", new { create = "late", ms = 60_000 });
        var creating = Record.ExceptionAsync(() => tenant.Api.PostAsync("/v1/ingress", new { room = "studio", kind = "rtmp", identity = "camera" }));
        await Eventually.HoldsAsync(async () => (await InLiveKitAsync()).Length == 1, "LiveKit has made it, and has not said so");

        await stack.KillSiloAsync();
        Assert.NotNull(await creating);
        await stack.StartSiloAsync();

        var begun = Assert.Single((await tenant.Api.GetAsync("/v1/ingress")).Expect(HttpStatusCode.OK).Data);
        Assert.Equal(JsonValueKind.Null, begun.GetProperty("url").ValueKind);
        await Eventually.HoldsAsync(
            async () =>
            {
                (await stack.Operator.PostAsync("/v1/operator/reconcile", new { tenant_id = tenant.Id })).Expect(HttpStatusCode.OK);
                return Assert.Single((await tenant.Api.GetAsync("/v1/ingress")).Data).GetProperty("url").ValueKind == JsonValueKind.String;
            },
            "the look finishes what was begun");
        Assert.Equal([begun.GetProperty("id").GetString()], (await InLiveKitAsync()).Select(static one => one.GetProperty("name").GetString()));

        (await tenant.Api.DeleteAsync($"/v1/ingress/{begun.GetProperty("id").GetString()}")).Expect(HttpStatusCode.OK);
        Assert.Empty(await InLiveKitAsync());
    }

    private async Task<JsonElement[]> InLiveKitAsync() =>
        [.. (await stack.Simulator.GetAsync("/sim/ingress")).GetProperty("ingresses").EnumerateArray()];
}
