using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Reconciliation;

[Collection(SharedStackTests.Name)]
public sealed class ReconcileApiTests(StackFixture stack)
{
    private const string Reconcile = "/v1/operator/reconcile";

    [Fact]
    public async Task A_look_says_of_each_cluster_when_it_was_listed_and_of_one_that_is_away_that_it_was_not()
    {
        var looks = (await stack.Operator.PostAsync(Reconcile, new { })).Expect(HttpStatusCode.OK)["looks"].EnumerateArray().ToList();

        Assert.Equal(["default", SiloSettings.AwayCluster, SiloSettings.SimulatedCluster], looks.Select(look => look.GetProperty("livekit_cluster").GetString()));
        Assert.True(looks[0].GetProperty("listed_at").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(-1));
        Assert.Equal(JsonValueKind.Null, looks[1].GetProperty("listed_at").ValueKind);
    }

    [Fact]
    public async Task One_tenants_look_is_at_its_own_cluster_alone()
    {
        var tenant = await stack.CreateTenantAsync();

        var looks = (await stack.Operator.PostAsync(Reconcile, new { tenant_id = tenant.Id })).Expect(HttpStatusCode.OK)["looks"];

        var look = Assert.Single(looks.EnumerateArray());
        Assert.Equal("default", look.GetProperty("livekit_cluster").GetString());
        Assert.Equal(0, look.GetProperty("rooms_asked").GetInt32());
    }

    [Fact]
    public async Task A_tenant_that_nobody_made_is_not_found() =>
        (await stack.Operator.PostAsync(Reconcile, """{"tenant_id":"ten_01arz3ndektsv4rrffq69g5fav"}""")).Expect(HttpStatusCode.NotFound, "tenant_not_found");

    [Theory]
    [InlineData("""{"tenant_id":"ten_1"}""", "/tenant_id")]
    [InlineData("""{"tenant_id":7}""", "/tenant_id")]
    [InlineData("""{"tenant":"ten_01arz3ndektsv4rrffq69g5fav"}""", "/tenant")]
    public async Task A_field_that_is_wrong_is_named(string body, string field) =>
        (await stack.Operator.PostAsync(Reconcile, body)).ExpectInvalid(field);

    [Fact]
    public async Task Only_the_operator_may_ask_for_it()
    {
        (await stack.Anonymous.PostAsync(Reconcile, new { })).Expect(HttpStatusCode.Unauthorized);
        (await (await stack.CreateTenantAsync()).Api.PostAsync(Reconcile, new { })).Expect(HttpStatusCode.Unauthorized);
    }
}
