using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Privacy;

/// <summary>A tenant that is to be deleted can be read, exported and brought back, and nothing else.</summary>
[Collection(SharedStackTests.Name)]
public sealed class DeletionApiTests(StackFixture stack)
{
    [Fact]
    public async Task Its_sessions_end_and_nothing_of_it_can_be_changed_until_it_is_undone()
    {
        var tenant = await stack.CreateSimulatedTenantAsync();
        var room = await SimulatedRoom.CreateAsync(tenant, new { name = "standup" });
        await room.JoinAsync("ada");

        var deletion = (await tenant.Api.PostAsync("/v1/privacy/deletion", new { confirm = "A tenant" })).Expect(HttpStatusCode.Accepted);

        Assert.Equal("scheduled", deletion.Text("state"));
        Assert.Equal(TimeSpan.FromDays(30), deletion["erase_at"].GetDateTimeOffset() - deletion["requested_at"].GetDateTimeOffset());
        await Eventually.EqualAsync(
            "tenant_terminated",
            async () => await CodeOfAsync(tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob" })),
            "no token is minted");
        (await tenant.Api.PostAsync("/v1/rooms", new { name = "another" })).Expect(HttpStatusCode.Forbidden, "tenant_terminated");
        (await tenant.Api.PatchAsync("/v1/tenant", "{}")).Expect(HttpStatusCode.Forbidden, "tenant_terminated");
        (await tenant.Api.DeleteAsync(room.Path)).Expect(HttpStatusCode.Forbidden, "tenant_terminated");
        await Eventually.EqualAsync("idle", async () => (await tenant.Api.GetAsync(room.Path)).Text("status"), "the session is ended");
        (await tenant.Api.GetAsync("/v1/usage")).Expect(HttpStatusCode.OK);
        (await tenant.Api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(deletion.Text("id"), (await tenant.Api.PostAsync("/v1/privacy/deletion", new { confirm = "A tenant" })).Text("id"));

        (await tenant.Api.DeleteAsync("/v1/privacy/deletion")).Expect(HttpStatusCode.NoContent);

        (await tenant.Api.GetAsync("/v1/privacy/deletion")).Expect(HttpStatusCode.NotFound, "deletion_not_found");
        await Eventually.EqualAsync(
            HttpStatusCode.Created, async () => (await tenant.Api.PostAsync($"{room.Path}/tokens", new { identity = "bob" })).Status, "tokens are minted again");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"confirm":"a tenant"}""")]
    [InlineData("""{"confirm":""}""")]
    public async Task Without_the_organisations_name_nothing_is_deleted(string body)
    {
        var tenant = await stack.CreateTenantAsync();

        (await tenant.Api.PostAsync("/v1/privacy/deletion", body)).ExpectInvalid("/confirm");

        (await tenant.Api.GetAsync("/v1/privacy/deletion")).Expect(HttpStatusCode.NotFound, "deletion_not_found");
    }

    [Fact]
    public async Task The_keys_of_certificates_are_there_for_everybody()
    {
        var keys = (await stack.Anonymous.GetAsync("/.well-known/relaykit-certificates.json")).Expect(HttpStatusCode.OK);

        Assert.All(keys["keys"].EnumerateArray(), key => Assert.Equal("ES256", key.GetProperty("alg").GetString()));
        Assert.NotEqual(0, keys["keys"].GetArrayLength());
    }

    private static async Task<string> CodeOfAsync(Task<ApiAnswer> asked)
    {
        var answer = await asked;
        return (int)answer.Status < 400 ? "" : answer.Code;
    }
}
