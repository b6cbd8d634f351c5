using System.Net;
using RelayKit.EndToEndTests.Abuse;

namespace RelayKit.EndToEndTests.Billing;

/// <summary>An operator that has no payment provider: what leads to one says so, and is otherwise not there.</summary>
[Collection(StrictStackTests.Name)]
public sealed class WithoutProviderTests(StrictFixture stack)
{
    [Fact]
    public async Task Pages_of_a_provider_are_refused_with_what_to_do_instead()
    {
        var tenant = await stack.CreateTenantAsync();
        (await stack.Operator.PutAsync("/v1/operator/plans/pro", """{"name":"Pro","currency":"usd","prices":[{"meter":"participant_minutes","provider_price_id":"price_minutes"}]}"""))
            .Expect(HttpStatusCode.OK);

        var checkout = (await tenant.Api.PostAsync(
            "/v1/billing/checkout", new { plan = "pro", success_url = "https://app.example.com/done", cancel_url = "https://app.example.com/back" }))
            .Expect(HttpStatusCode.NotFound, "billing_not_set_up");
        var portal = (await tenant.Api.PostAsync("/v1/billing/portal", new { return_url = "https://app.example.com" })).Expect(HttpStatusCode.NotFound, "billing_not_set_up");

        Assert.All([checkout, portal], static answer => Assert.Contains("ask the operator how to pay", answer.Text("detail"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/webhooks/stripe")]
    [InlineData("/webhooks/stripe/thin")]
    public async Task Nobody_takes_a_providers_webhooks(string path) =>
        (await stack.Anonymous.PostAsync(path, "{}")).Expect(HttpStatusCode.NotFound, "route_not_found");
}
