using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Usage;

/// <summary>Labels from the token through LiveKit to the bill, and to the limit that they are for.</summary>
[Collection(SharedStackTests.Name)]
public sealed class LabelTests(StackFixture stack)
{
    [Fact]
    public async Task A_tokens_labels_are_unseen_in_LiveKit_and_seen_in_everything_that_adds_usage_up()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = "stage", labels = new { customer = "nobody", team = "blue" } });
        var token = await room.MintAsync("ada", new { identity = "ada", attributes = new { seat = "1" }, labels = new { customer = "acme" } });
        var plain = await room.MintAsync("bob");

        await room.Simulator.JoinAsync(token);
        await room.Simulator.JoinAsync(plain);
        await room.Simulator.DrainAsync();

        var attributes = SiloSettings.SimulatorKey.Verify(token)["attributes"]!.AsObject();
        Assert.Equal(["rk.labels", "seat"], attributes.Select(attribute => attribute.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("acme", (string)attributes["rk.labels"]!, StringComparison.Ordinal);
        Assert.Null(SiloSettings.SimulatorKey.Verify(plain)["attributes"]);

        var listed = (await tenant.Api.GetAsync($"{room.Path}/participants")).Expect(HttpStatusCode.OK).Data
            .ToDictionary(who => who.GetProperty("identity").GetString()!, who => who.GetProperty("labels").GetRawText());
        Assert.Equal("""{"customer":"acme","team":"blue"}""", listed["ada"]);
        Assert.Equal("""{"customer":"nobody","team":"blue"}""", listed["bob"]);

        // What the tenant changes of attributes neither shows nor loses RelayKit's own.
        (await tenant.Api.PatchAsync($"{room.Path}/participants/ada", """{"attributes":{"rk.labels":""}}""")).ExpectInvalid("/attributes/rk.labels");
        var ada = (await tenant.Api.PatchAsync($"{room.Path}/participants/ada", """{"attributes":{"seat":"2"}}""")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"seat":"2"}""", ada["attributes"].GetRawText());
        Assert.Equal("""{"customer":"acme","team":"blue"}""", ada["labels"].GetRawText());

        await AssertWhileItLastsAsync(tenant);
        await room.LeaveAsync("ada");
        var session = (await tenant.Api.GetAsync("/v1/sessions?room=stage")).Expect(HttpStatusCode.OK).Data.Single().GetProperty("id").GetString();
        var past = (await tenant.Api.GetAsync($"/v1/sessions/{session}")).Expect(HttpStatusCode.OK)["participants"].EnumerateArray()
            .Single(who => who.GetProperty("identity").GetString() == "ada");
        Assert.Equal("""{"customer":"acme","team":"blue"}""", past.GetProperty("labels").GetRawText());
        var departed = (await tenant.Api.GetAsync($"{room.Path}/participants?status=disconnected")).Expect(HttpStatusCode.OK).Data.Single();
        Assert.Equal("""{"customer":"acme","team":"blue"}""", departed.GetProperty("labels").GetRawText());
        await AssertUsageAsync(tenant, past.GetProperty("duration_ms").GetInt64());
    }

    [Fact]
    public async Task A_labels_limit_refuses_who_would_be_one_too_many_by_a_token_of_the_label()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        (await tenant.Api.PatchAsync("/v1/tenant", """{"label_limits":[{"label":"customer=acme","participants":1}]}""")).Expect(HttpStatusCode.OK);
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = "stage" });
        await room.JoinAsync("ada", new { identity = "ada", labels = new { customer = "acme" } });

        var refused = await EventuallyRefusedAsync(room);

        Assert.Equal(
            """{"name":"participants","scope":"label","subject":"customer=acme","value":1,"used":1,"raised_by":"tenant"}""", refused["limit"].GetRawText());
        (await tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob" })).Expect(HttpStatusCode.Created);
        (await tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob", labels = new { customer = "beta" } })).Expect(HttpStatusCode.Created);
        var limit = (await tenant.Api.GetAsync("/v1/limits")).Expect(HttpStatusCode.OK).Data.Single(of => of.GetProperty("scope").GetString() == "label");
        Assert.Equal((1, 1), (limit.GetProperty("value").GetInt32(), limit.GetProperty("used").GetInt32()));

        await room.LeaveAsync("ada");
        await Eventually.HoldsAsync(
            async () => (await tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob", labels = new { customer = "acme" } })).Status == HttpStatusCode.Created,
            "the place is free again");
    }

    [Fact]
    public async Task What_a_client_puts_in_the_place_of_its_labels_is_none()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = "stage" });
        (await tenant.Api.PostAsync($"{room.Path}/tokens", """{"identity":"eve","attributes":{"rk.labels":"x"}}""")).ExpectInvalid("/attributes/rk.labels");
        var stolen = SiloSettings.SimulatorKey.Verify(await room.MintAsync("ada", new { identity = "ada", labels = new { customer = "acme" } }))["attributes"]!;
        var claims = SiloSettings.SimulatorKey.Verify(await room.MintAsync("eve"));
        claims["attributes"] = JsonNode.Parse(stolen.ToJsonString());

        await room.Simulator.JoinAsync(SiloSettings.SimulatorKey.Jwt("""{"alg":"HS256","typ":"JWT"}""", claims.ToJsonString()));
        await room.Simulator.DrainAsync();

        var eve = (await tenant.Api.GetAsync($"{room.Path}/participants")).Expect(HttpStatusCode.OK).Data.Single();
        Assert.Equal(("eve", "{}"), (eve.GetProperty("identity").GetString(), eve.GetProperty("labels").GetRawText()));
    }

    [Theory]
    [InlineData("/v1/usage?label=acme", "?label")]
    [InlineData("/v1/usage/series?label=acme", "?label")]
    [InlineData("/v1/usage/series?label=customer%3Dacme&group_by=room", "?group_by")]
    public async Task A_label_that_is_none_is_named(string path, string at) =>
        (await (await stack.CreateTenantAsync()).Api.GetAsync(path)).ExpectInvalid(at);

    private static async Task AssertWhileItLastsAsync(TestTenant tenant)
    {
        var acme = (await tenant.Api.GetAsync("/v1/usage?label=customer%3Dacme")).Expect(HttpStatusCode.OK);
        Assert.Equal(("customer=acme", 1L, 1), (acme.Text("label"), acme["active_participants"].GetInt64(), acme["active_rooms"].GetInt32()));
        Assert.Equal(2L, (await tenant.Api.GetAsync("/v1/usage?label=team%3Dblue")).Expect(HttpStatusCode.OK)["active_participants"].GetInt64());

        var points = (await tenant.Api.GetAsync("/v1/usage/series?group_by=label")).Expect(HttpStatusCode.OK).Data
            .GroupBy(point => point.GetProperty("label").GetString()!)
            .ToDictionary(group => group.Key, group => group.Sum(point => point.GetProperty("participant_ms").GetInt64()));
        Assert.Equal(["customer=acme", "customer=nobody", "team=blue"], points.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(points["team=blue"], points["customer=acme"] + points["customer=nobody"]);
    }

    private static async Task AssertUsageAsync(TestTenant tenant, long adaMs)
    {
        var meter = (await tenant.Api.GetAsync("/v1/usage?label=customer%3Dacme")).Expect(HttpStatusCode.OK);
        Assert.Equal((adaMs, 0L), (meter["participant_ms"].GetInt64(), meter["active_participants"].GetInt64()));
        var series = (await tenant.Api.GetAsync("/v1/usage/series?label=customer%3Dacme")).Expect(HttpStatusCode.OK).Data;
        Assert.Equal(adaMs, series.Sum(point => point.GetProperty("participant_ms").GetInt64()));

        var lines = (await tenant.Api.GetAsync("/v1/usage/export?format=ndjson")).Expect(HttpStatusCode.OK).Body
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            """{"customer":"acme","team":"blue"}""",
            lines.Single(line => line.GetProperty("identity").GetString() == "ada").GetProperty("labels").GetRawText());
        var csv = (await tenant.Api.GetAsync("/v1/usage/export?format=csv")).Expect(HttpStatusCode.OK).Body.Split("\r\n");
        Assert.EndsWith(",labels", csv[0], StringComparison.Ordinal);
        Assert.Contains(csv, line => line.EndsWith(",\"customer=acme,team=blue\"", StringComparison.Ordinal));
    }

    private static async Task<ApiAnswer> EventuallyRefusedAsync(SimulatedRoom room)
    {
        ApiAnswer? answer = null;
        await Eventually.HoldsAsync(
            async () => (answer = await room.Tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob", labels = new { customer = "acme" } }))
                .Status == HttpStatusCode.Conflict,
            "the limit is reached");
        return answer!.Expect(HttpStatusCode.Conflict, "limit_reached");
    }
}
