using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>Names are each tenant's own, and nothing that is put into one leads out of it.</summary>
[Collection(SharedStackTests.Name)]
public sealed class NamesTests(StackFixture stack)
{
    [Fact]
    public async Task The_same_name_is_a_room_of_its_own()
    {
        var neighbour = await Neighbour.OfAsync(stack);
        var asker = await stack.CreateTenantAsync();
        var before = await neighbour.StateAsync();

        var mine = (await asker.Api.PostAsync("/v1/rooms", new { name = neighbour.Room })).Expect(HttpStatusCode.Created);

        Assert.StartsWith(asker.Id, mine.Text("livekit_name"), StringComparison.Ordinal);
        (await asker.Api.DeleteAsync($"/v1/rooms/{neighbour.Room}")).Expect(HttpStatusCode.OK);
        Assert.Equal(before, await neighbour.StateAsync());
    }

    [Fact]
    public async Task A_neighbours_identifiers_in_a_name_lead_nowhere()
    {
        var neighbour = await Neighbour.OfAsync(stack);
        var asker = await stack.CreateTenantAsync();

        foreach (var name in new[]
        {
            await neighbour.LiveRoom.LiveKitNameAsync(),
            $"{neighbour.Tenant.Id}_l1_{neighbour.Room}",
            $"..%2F..%2F{neighbour.Tenant.Id}%2Fl%2F{neighbour.Room}",
            $"{neighbour.Tenant.Id}%2F{neighbour.Room}",
        })
        {
            (await asker.Api.GetAsync($"/v1/rooms/{name}")).Expect(HttpStatusCode.NotFound, "room_not_found");
        }

        (await asker.Api.GetAsync($"/v1/rooms?tenant_id={neighbour.Tenant.Id}")).ExpectInvalid("?tenant_id");
    }
}
