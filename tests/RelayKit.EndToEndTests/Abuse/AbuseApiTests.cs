using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Abuse;

/// <summary>The rules about abuse as tenants, strangers and the operator meet them.</summary>
[Collection(StrictStackTests.Name)]
public sealed class AbuseApiTests(StrictFixture stack)
{
    private const string Incidents = "/v1/operator/abuse-incidents";

    [Fact]
    public async Task A_tenant_far_over_its_history_is_slowed_then_suspended_and_the_operator_undoes_it()
    {
        var tenant = await stack.CreateTenantAsync();
        var neighbour = await stack.CreateTenantAsync();
        await CreateRoomsAsync(tenant, StrictFixture.Rooms);
        await CreateRoomsAsync(neighbour, StrictFixture.Rooms);

        // With those from before, in one of two minutes there are too many.
        await CreateRoomsAsync(tenant, StrictFixture.Rooms + 1);
        await UntilToldAsync(tenant, "tenant.slowed");
        var slowed = await UntilOpenAsync(tenant, "slowed");
        Assert.Equal(("rooms", StrictFixture.Rooms), (slowed.GetProperty("rule").GetString(), slowed.GetProperty("threshold").GetInt32()));
        await Eventually.HoldsAsync(
            async () => (await tenant.Api.GetAsync("/v1/rooms")).Headers["RateLimit-Policy"] == "\"api\";q=15;w=1", "the lower rate holds");

        // Demand counts, also what is refused since the tenant is slowed; and twice as much, since a minute may be over in between.
        for (var i = 0; i < 2 * ((StrictFixture.Rooms * StrictFixture.SuspendFactor) + 1); i++)
        {
            await tenant.Api.PostAsync("/v1/rooms", new { name = $"more-{i}" });
        }

        await UntilToldAsync(tenant, "tenant.suspended");
        var suspended = await UntilOpenAsync(tenant, "suspended");
        Assert.Equal(slowed.GetProperty("id").GetString(), suspended.GetProperty("id").GetString());
        Assert.Equal("suspended", (await stack.Operator.GetAsync($"/v1/operator/tenants/{tenant.Id}")).Text("status"));

        var undone = (await stack.Operator.PostAsync($"{Incidents}/{suspended.GetProperty("id").GetString()}/undo", """{"exempt_seconds":600}""")).Expect(HttpStatusCode.OK);

        Assert.Equal("active", (await stack.Operator.GetAsync($"/v1/operator/tenants/{tenant.Id}")).Text("status"));
        Assert.Equal(TimeSpan.FromSeconds(600).TotalSeconds, (undone["exempt_until"].GetDateTimeOffset() - undone["undone_at"].GetDateTimeOffset()).TotalSeconds, 1d);
        Assert.Empty((await stack.Operator.GetAsync($"{Incidents}?state=open&tenant_id={tenant.Id}")).Data);
        Assert.Single((await stack.Operator.GetAsync($"{Incidents}?tenant_id={tenant.Id}")).Data);
        await Eventually.HoldsAsync(
            async () => (await tenant.Api.GetAsync("/v1/rooms")).Headers.GetValueOrDefault("RateLimit-Policy") == "\"api\";q=10000000;w=10", "its own rates hold again");
        Assert.Empty((await stack.Operator.GetAsync($"{Incidents}?tenant_id={neighbour.Id}")).Data);
        Assert.Equal("active", (await stack.Operator.GetAsync($"/v1/operator/tenants/{neighbour.Id}")).Text("status"));
    }

    [Fact]
    public async Task An_address_that_guesses_keys_is_answered_only_with_a_good_one_until_the_operator_lets_it_in()
    {
        var tenant = await stack.CreateTenantAsync();
        var guesser = stack.Client("rk_live_guess");

        ApiAnswer? answer = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                for (var i = 0; i < StrictFixture.BadKeys; i++)
                {
                    answer = await guesser.GetAsync("/v1/rooms");
                }

                return answer!.Code == "address_blocked";
            },
            "the address is blocked");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer!.Status);
        Assert.True(int.Parse(answer.Headers["Retry-After"], null) > 3_000);
        (await tenant.Api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        (await stack.Anonymous.GetAsync("/v1/rooms")).Expect(HttpStatusCode.TooManyRequests, "address_blocked");
        var incident = Assert.Single((await stack.Operator.GetAsync($"{Incidents}?state=open&rule=bad_keys")).Data);
        Assert.Equal("127.0.0.1/32", incident.GetProperty("address").GetString());

        (await stack.Operator.PostAsync($"{Incidents}/{incident.GetProperty("id").GetString()}/undo", "{}")).Expect(HttpStatusCode.OK);

        await Eventually.HoldsAsync(async () => (await stack.Anonymous.GetAsync("/v1/rooms")).Code == "missing_api_key", "the address is let in again");
    }

    [Theory]
    [InlineData("?state=closed", "?state")]
    [InlineData("?rule=noise", "?rule")]
    [InlineData("?tenant_id=7", "?tenant_id")]
    [InlineData("?cursor=7", "?cursor")]
    [InlineData("?subject=7", "?subject")]
    public async Task A_parameter_that_is_wrong_is_named(string query, string name) => (await stack.Operator.GetAsync(Incidents + query)).ExpectInvalid(name);

    private static async Task CreateRoomsAsync(TestTenant tenant, int many)
    {
        for (var i = 0; i < many; i++)
        {
            (await tenant.Api.PostAsync("/v1/rooms", new { name = $"room-{Guid.NewGuid():N}" })).Expect(HttpStatusCode.Created);
        }
    }

    private Task UntilToldAsync(TestTenant tenant, string type) => Eventually.HoldsAsync(
        async () => await stack.Database.ScalarAsync<long>("select count(*) from events where tenant_id = $1 and type = $2", tenant.RowId, type) == 1, $"{type} is told");

    private async Task<JsonElement> UntilOpenAsync(TestTenant tenant, string stage)
    {
        JsonElement found = default;
        await Eventually.HoldsAsync(
            async () =>
            {
                var open = (await stack.Operator.GetAsync($"{Incidents}?state=open&tenant_id={tenant.Id}")).Expect(HttpStatusCode.OK).Data;
                found = open.Length == 1 ? open[0] : default;
                return open.Length == 1 && found.GetProperty("stage").GetString() == stage;
            },
            $"an incident is {stage}");
        return found;
    }
}
