using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Http;

/// <summary>Names come from the tenant's users, and must never lead to another route.</summary>
public sealed class PathSegmentTests
{
    private static readonly Dictionary<string, Func<RelayKitClient, string, Task>> Calls = new()
    {
        ["getRoom"] = (api, name) => api.Rooms.GetAsync(name),
        ["deleteRoom"] = (api, name) => api.Rooms.DeleteAsync(name),
        ["mintToken"] = (api, name) => api.Tokens.MintAsync(name, new MintToken { Identity = "ada" }),
        ["getParticipant"] = (api, name) => api.Participants.GetAsync("standup", name),
        ["removeParticipant"] = (api, name) => api.Participants.RemoveAsync("standup", name),
        ["liftBan"] = (api, name) => api.Participants.LiftBanAsync("standup", name),
        ["deleteRole"] = (api, name) => api.Roles.DeleteAsync(name),
        ["getSession"] = (api, name) => api.Sessions.GetAsync(name),
        ["getEvent"] = (api, name) => api.Events.GetAsync(name),
    };

    public static TheoryData<string> CallsWithNames => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(CallsWithNames))]
    public async Task A_name_that_would_lead_to_another_route_is_sent_nowhere(string call)
    {
        using var client = new ClientUnderTest();

        await Assert.ThrowsAsync<ArgumentException>(async () => await Calls[call](client.Api, ""));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Calls[call](client.Api, "."));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Calls[call](client.Api, ".."));
        Assert.Empty(client.Server.Requests);
    }

    [Theory]
    [InlineData("a/b", "/v1/rooms/a%2Fb")]
    [InlineData("../x", "/v1/rooms/..%2Fx")]
    [InlineData("a b?c#d", "/v1/rooms/a%20b%3Fc%23d")]
    [InlineData("%2e%2e", "/v1/rooms/%252e%252e")]
    [InlineData("ä", "/v1/rooms/%C3%A4")]
    public async Task Any_other_name_stays_one_segment(string name, string path)
    {
        using var client = new ClientUnderTest();
        client.Server.ThenJson("{}");

        await client.FinishAsync((api, cancellation) => api.Rooms.GetAsync(name, cancellation));

        Assert.Equal(path, client.Server.Requests.Single().PathAndQuery);
    }

    [Fact]
    public async Task A_path_in_the_base_address_is_kept()
    {
        using var client = new ClientUnderTest(address: "https://example.com/relaykit");
        client.Server.ThenJson("{}");

        await client.FinishAsync((api, cancellation) => api.Rooms.GetAsync("standup", cancellation));

        Assert.Equal("/relaykit/v1/rooms/standup", client.Server.Requests.Single().PathAndQuery);
    }
}
