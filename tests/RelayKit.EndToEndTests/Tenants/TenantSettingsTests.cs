using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Tenants;

/// <summary>A tenant's settings, roles and limits, and what the operator sets besides.</summary>
[Collection(SharedStackTests.Name)]
public sealed class TenantSettingsTests(StackFixture stack)
{
    [Fact]
    public async Task Settings_are_changed_by_what_is_named_and_guarded_by_their_version()
    {
        var tenant = await stack.CreateTenantAsync();
        var first = (await tenant.Api.GetAsync("/v1/tenant")).Expect(HttpStatusCode.OK);
        Assert.Equal((tenant.Id, "active", "\"0\""), (first.Text("id"), first.Text("status"), first.Headers["ETag"]));
        Assert.Equal("[70,90]", first["alert_thresholds"].GetRawText());

        var changed = (await tenant.Api.PatchAsync(
            "/v1/tenant",
            """{"room_defaults":{"solo_timeout_seconds":900},"limits":{"participants":50},"budget":{"minutes":1000,"action":"no_new_joins"},"alert_thresholds":[50,80],"label_limits":[{"label":"customer=acme","budget":{"minutes":10}}]}""",
            "\"0\"")).Expect(HttpStatusCode.OK);

        Assert.Equal("\"1\"", changed.Headers["ETag"]);
        Assert.Equal(900, changed["room_defaults"].GetProperty("solo_timeout_seconds").GetInt32());
        Assert.Equal(changed.Body, (await tenant.Api.GetAsync("/v1/tenant")).Body);
        (await tenant.Api.PatchAsync("/v1/tenant", """{"budget":null}""", "\"0\"")).Expect(HttpStatusCode.PreconditionFailed, "settings_changed");
        var reset = (await tenant.Api.PatchAsync("/v1/tenant", """{"budget":null,"alert_thresholds":null}""")).Expect(HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, reset["budget"].ValueKind);
        Assert.Equal("[70,90]", reset["alert_thresholds"].GetRawText());
        Assert.Equal(50, reset["limits"].GetProperty("participants").GetInt32());
        var room = (await tenant.Api.PostAsync("/v1/rooms", new { name = "lobby" })).Expect(HttpStatusCode.Created);
        Assert.Equal(900, room.Number("solo_timeout_seconds"));
    }

    [Fact]
    public async Task Changes_at_once_are_all_made()
    {
        var tenant = await stack.CreateTenantAsync();

        var answers = await Task.WhenAll(
            tenant.Api.PatchAsync("/v1/tenant", new { limits = new { participants = 7 } }),
            tenant.Api.PatchAsync("/v1/tenant", new { budget = new { minutes = 7 } }),
            tenant.Api.PatchAsync("/v1/tenant", """{"alert_thresholds":[7]}"""));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
        var now = (await tenant.Api.GetAsync("/v1/tenant")).Expect(HttpStatusCode.OK);
        Assert.Equal((7, 7, "[7]", 3), (
            now["limits"].GetProperty("participants").GetInt32(), now["budget"].GetProperty("minutes").GetInt32(), now["alert_thresholds"].GetRawText(), now.Number("version")));
    }

    [Theory]
    [InlineData("""{"room_defaults":{"max_participants":0}}""", "/room_defaults/max_participants")]
    [InlineData("""{"limits":{"rooms":1}}""", "/limits/rooms")]
    [InlineData("""{"alert_thresholds":[0,100]}""", "/alert_thresholds/0", "/alert_thresholds/1")]
    [InlineData("""{"label_limits":[{"label":"acme"}]}""", "/label_limits/0/label")]
    [InlineData("""{"label_limits":[{"label":"a=b"},{"label":"a=b"}]}""", "/label_limits/1/label")]
    [InlineData("""{"label_limits":[null]}""", "/label_limits/0")]
    [InlineData("""{"suspended":false}""", "/suspended")]
    public async Task A_setting_that_is_wrong_is_named(string body, params string[] pointers) =>
        (await (await stack.CreateTenantAsync()).Api.PatchAsync("/v1/tenant", body)).ExpectInvalid(pointers);

    [Theory]
    [InlineData("3")]
    [InlineData("\"three\"")]
    [InlineData("W/\"3\"")]
    public async Task An_ETag_that_nobody_gave_is_named(string ifMatch) =>
        (await (await stack.CreateTenantAsync()).Api.PatchAsync("/v1/tenant", "{}", ifMatch)).ExpectInvalid("If-Match");

    [Fact]
    public async Task A_role_of_the_tenants_own_grants_what_it_says()
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", 0);
        (await tenant.Api.PutAsync("/v1/roles/speaker", """{"permissions":{"can_publish":true,"can_publish_sources":["microphone"]}}""")).Expect(HttpStatusCode.OK);

        var minted = (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ada", role = "speaker" })).Expect(HttpStatusCode.Created);

        var video = SiloSettings.LiveKitKey.Verify(minted.Text("token"))["video"]!;
        Assert.Equal("""["microphone"]""", video["canPublishSources"]!.ToJsonString());
        Assert.False((bool)video["canSubscribe"]!);
        Assert.Equal(
            ["host", "participant", "speaker", "viewer"],
            (await tenant.Api.GetAsync("/v1/roles")).Data.Select(role => role.GetProperty("name").GetString()).Order());
        (await tenant.Api.DeleteAsync("/v1/roles/speaker")).Expect(HttpStatusCode.NoContent);
        (await tenant.Api.DeleteAsync("/v1/roles/speaker")).Expect(HttpStatusCode.NotFound, "role_not_found");
        (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ada", role = "speaker" })).ExpectInvalid("/role");
        (await tenant.Api.PutAsync("/v1/roles/host", """{"permissions":{}}""")).Expect(HttpStatusCode.NotFound, "role_not_found");
        (await tenant.Api.PutAsync("/v1/roles/Speaker", """{"permissions":{}}""")).Expect(HttpStatusCode.NotFound, "role_not_found");
        (await tenant.Api.PutAsync("/v1/roles/speaker", "{}")).ExpectInvalid("/permissions");
    }

    [Fact]
    public async Task A_tenant_has_fifty_roles_at_most()
    {
        var tenant = await stack.CreateTenantAsync();
        for (var i = 0; i < 50; i++)
        {
            (await tenant.Api.PutAsync($"/v1/roles/role-{i}", """{"permissions":{}}""")).Expect(HttpStatusCode.OK);
        }

        (await tenant.Api.PutAsync("/v1/roles/one-more", """{"permissions":{}}""")).Expect(HttpStatusCode.Conflict, "too_many");
        (await tenant.Api.PutAsync("/v1/roles/role-7", """{"permissions":{"hidden":true}}""")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_limit_says_its_value_and_who_can_raise_it()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        (await tenant.Api.PatchAsync("/v1/tenant", new { limits = new { participants = 5, live_rooms = 1 } })).Expect(HttpStatusCode.OK);
        (await stack.Operator.PutAsync($"/v1/operator/tenants/{tenant.Id}/limits", """{"limits":{"participants":1},"rate_limits":{"api_points_per_second":100000}}"""))
            .Expect(HttpStatusCode.OK);
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = "stage" });
        var idle = await SimulatedRoom.CreateAsync(tenant, new { name = "idle" });
        await room.JoinAsync("ada");

        ApiAnswer? full = null;
        await Eventually.HoldsAsync(async () => (full = await tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob" })).Status == HttpStatusCode.Conflict, "the limit is reached");
        var tooManyRooms = await tenant.Api.PostAsync($"{idle.Path}/tokens", new { identity = "bob" });
        var dry = (await tenant.Api.PostAsync($"{room.Path}/tokens?dry_run=true", new { identity = "bob" })).Expect(HttpStatusCode.OK);

        full!.Expect(HttpStatusCode.Conflict, "limit_reached");
        Assert.Equal("""{"name":"participants","scope":"tenant","subject":null,"value":1,"used":1,"raised_by":"operator"}""", full["limit"].GetRawText());
        tooManyRooms.Expect(HttpStatusCode.Conflict, "limit_reached");
        Assert.Equal("""{"name":"live_rooms","scope":"tenant","subject":null,"value":1,"used":1,"raised_by":"tenant"}""", tooManyRooms["limit"].GetRawText());
        Assert.False(dry["allowed"].GetBoolean());
        Assert.Equal(full["limit"].GetRawText(), dry["decided_by"].GetRawText());
        var limits = (await tenant.Api.GetAsync("/v1/limits")).Expect(HttpStatusCode.OK).Data;
        Assert.Equal(
            ["participants", "live_rooms", "ingresses", "api_points_per_second", "api_burst", "mints_per_second", "mint_burst"],
            limits.Select(limit => limit.GetProperty("name").GetString()));
        Assert.Equal(["operator", "tenant"], limits.Take(2).Select(limit => limit.GetProperty("raised_by").GetString()));
    }

    [Fact]
    public async Task A_suspended_tenant_gets_no_tokens_and_is_told_why()
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", 0);

        (await stack.Operator.PostAsync($"/v1/operator/tenants/{tenant.Id}/suspend", new { reason = "The invoice is not paid.", grace_seconds = 60 })).Expect(HttpStatusCode.OK);

        await Eventually.HoldsAsync(
            async () => (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ada" })).Status == HttpStatusCode.Forbidden, "tokens are refused");
        var refused = await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ada" });
        refused.Expect(HttpStatusCode.Forbidden, "tenant_suspended");
        Assert.Contains("The invoice is not paid.", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(("suspended", "The invoice is not paid."), (
            (await tenant.Api.GetAsync("/v1/tenant")).Text("status"), (await tenant.Api.GetAsync("/v1/tenant")).Text("suspended_reason")));
        var suspended = (await tenant.Api.GetAsync("/v1/tenant")).Json;
        Assert.Equal(TimeSpan.FromSeconds(60), suspended.GetProperty("sessions_end_at").GetDateTimeOffset() - suspended.GetProperty("suspended_at").GetDateTimeOffset());
        (await stack.Operator.PostAsync($"/v1/operator/tenants/{tenant.Id}/suspend", new { reason = "x", grace_seconds = -1 })).ExpectInvalid("/grace_seconds");
        (await stack.Operator.PostAsync($"/v1/operator/tenants/{tenant.Id}/resume", "")).Expect(HttpStatusCode.OK);
        await Eventually.HoldsAsync(
            async () => (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ada" })).Status == HttpStatusCode.Created, "tokens are minted again");
        Assert.Equal(
            ["tenant.suspended", "tenant.resumed"],
            await stack.Database.QueryAsync("select type from events where tenant_id = $1 order by seq", row => row.GetString(0), tenant.RowId));
    }

    [Fact]
    public async Task A_tenant_that_nobody_made_is_not_found()
    {
        const string nobody = "ten_01arz3ndektsv4rrffq69g5fav";
        (await stack.Operator.GetAsync($"/v1/operator/tenants/{nobody}")).Expect(HttpStatusCode.NotFound, "tenant_not_found");
        (await stack.Operator.PutAsync($"/v1/operator/tenants/{nobody}/limits", "{}")).Expect(HttpStatusCode.NotFound, "tenant_not_found");
        (await stack.Operator.PostAsync($"/v1/operator/tenants/{nobody}/suspend", new { reason = "x" })).Expect(HttpStatusCode.NotFound, "tenant_not_found");
        (await stack.Operator.PostAsync("/v1/operator/tenants/x/resume", "")).Expect(HttpStatusCode.NotFound, "tenant_not_found");
        (await stack.Operator.GetAsync("/v1/operator/tenants/ten_00000000000000000000000000")).Expect(HttpStatusCode.NotFound, "tenant_not_found");
    }
}
