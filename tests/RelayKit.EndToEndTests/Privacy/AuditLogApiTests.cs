using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Privacy;

/// <summary>What was done to a tenant is in its audit log, whoever did it, and nothing that was said with it.</summary>
[Collection(SharedStackTests.Name)]
public sealed class AuditLogApiTests(StackFixture stack)
{
    [Fact]
    public async Task A_tenant_reads_what_it_and_the_operator_did()
    {
        var tenant = await stack.CreateTenantAsync();
        (await tenant.Api.PutAsync("/v1/roles/speaker", """{"permissions":{}}""")).Expect(HttpStatusCode.OK);
        (await tenant.Api.DeleteAsync("/v1/roles/nothing")).Expect(HttpStatusCode.NotFound);
        var suspended = await stack.Operator.PostAsync($"/v1/operator/tenants/{tenant.Id}/suspend", """{"reason":"ada@example.com has not paid"}""");

        var entries = (await tenant.Api.GetAsync("/v1/audit-log")).Expect(HttpStatusCode.OK).Data.Select(entry => new
        {
            Action = entry.GetProperty("action").GetString(),
            Phase = entry.GetProperty("phase").GetString(),
            Actor = entry.GetProperty("actor").GetString()!,
            Code = entry.GetProperty("code").GetString(),
            Request = entry.GetProperty("request_id").GetString(),
            Ip = entry.GetProperty("ip_address").GetString(),
        }).ToList();

        Assert.Equal(
            ["createTenant done", "deleteRole asked", "deleteRole refused", "setRole asked", "setRole done", "suspendTenant asked", "suspendTenant done"],
            entries.Select(entry => $"{entry.Action} {entry.Phase}").Order());
        Assert.All(entries.Where(entry => entry.Action!.EndsWith("Role", StringComparison.Ordinal)), entry => Assert.Matches("^key_", entry.Actor));
        Assert.All(entries.Where(entry => entry.Actor == "operator"), entry => Assert.Null(entry.Ip));
        Assert.All(entries.Where(entry => entry.Actor != "operator"), entry => Assert.NotNull(entry.Ip));
        Assert.Equal("role_not_found", entries.Single(entry => entry.Phase == "refused").Code);
        Assert.Equal(2, entries.Count(entry => entry.Request == suspended.Headers["Request-Id"]));
        Assert.DoesNotContain("ada@example.com", (await tenant.Api.GetAsync("/v1/audit-log")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_reads_all_and_finds_a_tenants()
    {
        var tenant = await stack.CreateTenantAsync();

        var found = (await stack.Operator.GetAsync($"/v1/operator/audit-log?tenant_id={tenant.Id}&action=createTenant")).Expect(HttpStatusCode.OK);

        Assert.Equal(tenant.Id, Assert.Single(found.Data).GetProperty("tenant_id").GetString());
        Assert.NotNull(found.Data[0].GetProperty("ip_address").GetString());
        (await stack.Operator.GetAsync("/v1/operator/audit-log?tenant_id=me")).ExpectInvalid("?tenant_id");
        (await tenant.Api.GetAsync("/v1/audit-log?cursor=x&action=a%20b&from=now")).ExpectInvalid("?cursor", "?action", "?from");
        (await tenant.Api.GetAsync("/v1/operator/audit-log")).Expect(HttpStatusCode.Unauthorized, "invalid_operator_key");
    }
}
