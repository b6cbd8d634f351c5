using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>What is decided of a key at one process holds at the others, which remember keys; how soon is measured by <c>./relaykit bench keys</c>.</summary>
[Collection(SiloCluster.Name)]
public sealed class KeyRevocationTests(SiloCluster cluster)
{
    [Fact]
    public async Task A_key_that_is_revoked_at_one_process_is_refused_by_all_and_let_in_by_none_again()
    {
        var tenant = await cluster.CreateTenantAsync();
        var owner = cluster.Silos[0].Client(tenant.Key);
        var made = (await owner.PostAsync("/v1/api-keys", """{"name":"Spread"}""")).Expect(HttpStatusCode.Created);
        ClusterMember[] members = [.. cluster.Silos.Take(2), cluster.Api];
        foreach (var member in members)
        {
            (await member.Client(made.Text("key")).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        }

        (await owner.DeleteAsync($"/v1/api-keys/{made.Text("id")}")).Expect(HttpStatusCode.OK);

        foreach (var member in members)
        {
            await RefusedAsync(member, made.Text("key"));
        }

        for (var i = 0; i < 20; i++)
        {
            foreach (var member in members)
            {
                (await member.Client(made.Text("key")).GetAsync("/v1/rooms")).Expect(HttpStatusCode.Unauthorized, "invalid_api_key");
            }
        }
    }

    [Fact]
    public async Task A_rotation_without_overlap_and_a_change_of_scopes_hold_at_another_process()
    {
        var tenant = await cluster.CreateTenantAsync();
        var owner = cluster.Silos[0].Client(tenant.Key);
        var made = (await owner.PostAsync("/v1/api-keys", """{"name":"Spread"}""")).Expect(HttpStatusCode.Created);
        (await cluster.Api.Client(made.Text("key")).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);

        var rotated = (await owner.PostAsync($"/v1/api-keys/{made.Text("id")}/rotate", """{"overlap_seconds":0}""")).Expect(HttpStatusCode.OK).Text("key");
        await RefusedAsync(cluster.Api, made.Text("key"));
        (await cluster.Api.Client(rotated).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);

        (await owner.PatchAsync($"/v1/api-keys/{made.Text("id")}", """{"scopes":["usage:read"]}""")).Expect(HttpStatusCode.OK);
        await Eventually.EqualAsync(
            HttpStatusCode.Forbidden, async () => (await cluster.Api.Client(rotated).GetAsync("/v1/rooms")).Status, "the scope is gone");
    }

    private static Task RefusedAsync(ClusterMember member, string key) => Eventually.EqualAsync(
        HttpStatusCode.Unauthorized, async () => (await member.Client(key).GetAsync("/v1/rooms")).Status, $"{member.Name} refuses the key");
}
