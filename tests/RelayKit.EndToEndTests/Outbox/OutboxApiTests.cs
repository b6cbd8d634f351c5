using System.Net;
using System.Text.Json;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Outbox;

/// <summary>What the operator does about messages that could not be sent.</summary>
[Collection(SharedStackTests.Name)]
public sealed class OutboxApiTests(StackFixture stack)
{
    private const string Messages = "/v1/operator/outbox/messages";

    [Fact]
    public async Task A_parked_message_is_listed_until_it_is_dropped()
    {
        var tenant = await stack.CreateTenantAsync();
        var id = PublicIds.Encode("msg", await ParkedMessages.AddAsync(stack, tenant));

        var parked = await FindAsync(id);
        Assert.Equal(
            ("meter", "nowhere", tenant.Id, 3, "There is no such customer."),
            (Text(parked, "kind"), Text(parked, "destination"), Text(parked, "tenant_id"), parked!.Value.GetProperty("attempts").GetInt32(), Text(parked, "error")));
        var depth = (await stack.Operator.GetAsync("/v1/operator/outbox")).Expect(HttpStatusCode.OK).Data.Single(kind => Text(kind, "kind") == "meter");
        Assert.True(depth.GetProperty("parked").GetInt64() >= 1);

        Assert.Equal(id, (await stack.Operator.DeleteAsync($"{Messages}/{id}")).Expect(HttpStatusCode.OK).Text("id"));
        Assert.Null(await FindAsync(id));
        Assert.Equal("outbox_message_not_found", (await stack.Operator.DeleteAsync($"{Messages}/{id}")).Expect(HttpStatusCode.NotFound).Text("code"));
        Assert.Equal("outbox_message_not_found", (await stack.Operator.PostAsync($"{Messages}/{id}/replay", "{}")).Expect(HttpStatusCode.NotFound).Text("code"));
    }

    [Fact]
    public async Task Pages_hold_every_parked_message_once()
    {
        var tenant = await stack.CreateTenantAsync();
        var added = new HashSet<string>();
        for (var message = 0; message < 5; message++)
        {
            added.Add(PublicIds.Encode("msg", await ParkedMessages.AddAsync(stack, tenant)));
        }

        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await stack.Operator.GetAsync($"{Messages}?kind=meter&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Expect(HttpStatusCode.OK);
            listed.AddRange(page.Data.Select(item => Text(item, "id")!));
            cursor = page.Json.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(listed.Distinct().Count(), listed.Count);
        Assert.Empty(added.Except(listed));
        foreach (var id in added)
        {
            await stack.Operator.DeleteAsync($"{Messages}/{id}");
        }
    }

    [Theory]
    [InlineData("?kind=pigeon", "?kind")]
    [InlineData("?cursor=abc", "?cursor")]
    [InlineData("?limit=0", "?limit")]
    [InlineData("?kinds=mail", "?kinds")]
    public async Task What_is_asked_for_wrongly_is_told_by_name(string query, string parameter) =>
        Assert.Equal([parameter], (await stack.Operator.GetAsync($"{Messages}{query}")).Expect(HttpStatusCode.BadRequest).Errors.Keys);

    [Fact]
    public async Task A_tenants_key_opens_nothing_here()
    {
        var tenant = await stack.CreateTenantAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await tenant.Api.GetAsync("/v1/operator/outbox")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await tenant.Api.GetAsync(Messages)).Status);
    }

    private async Task<JsonElement?> FindAsync(string id) =>
        (await stack.Operator.GetAsync($"{Messages}?limit=100")).Expect(HttpStatusCode.OK).Data.Select(static item => (JsonElement?)item)
        .FirstOrDefault(item => Text(item, "id") == id);

    private static string? Text(JsonElement? item, string name) => item?.GetProperty(name).GetString();
}
