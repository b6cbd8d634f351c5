using System.Net;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Rooms;

[Collection(SharedStackTests.Name)]
public sealed class TokenApiTests(StackFixture stack)
{
    [Theory]
    [InlineData(null, """{"roomJoin":true,"room":"ROOM","canPublish":true,"canSubscribe":true,"canPublishData":true,"canUpdateOwnMetadata":false}""")]
    [InlineData("participant", """{"roomJoin":true,"room":"ROOM","canPublish":true,"canSubscribe":true,"canPublishData":true,"canUpdateOwnMetadata":false}""")]
    [InlineData("host", """{"roomAdmin":true,"roomJoin":true,"room":"ROOM","canPublish":true,"canSubscribe":true,"canPublishData":true,"canUpdateOwnMetadata":true}""")]
    [InlineData("viewer", """{"roomJoin":true,"room":"ROOM","canPublish":false,"canSubscribe":true,"canPublishData":false,"canUpdateOwnMetadata":false}""")]
    public async Task A_role_grants_exactly_its_rights_in_this_room_alone(string? role, string video)
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", 0);

        var minted = await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ann", role });

        AssertGrants(video.Replace("ROOM", room.Name, StringComparison.Ordinal), ClaimsOf(minted));
    }

    [Theory]
    [InlineData("""{}""", """{"roomJoin":true,"room":"ROOM","canPublish":false,"canSubscribe":false,"canPublishData":false,"canUpdateOwnMetadata":false}""")]
    [InlineData("""{"can_subscribe":true,"hidden":true}""", """{"roomJoin":true,"room":"ROOM","canPublish":false,"canSubscribe":true,"canPublishData":false,"canUpdateOwnMetadata":false,"hidden":true}""")]
    [InlineData("""{"can_publish":true,"can_publish_sources":["microphone","screen_share_audio"]}""", """{"roomJoin":true,"room":"ROOM","canPublish":true,"canSubscribe":false,"canPublishData":false,"canPublishSources":["microphone","screen_share_audio"],"canUpdateOwnMetadata":false}""")]
    [InlineData("""{"room_admin":true,"can_publish_data":true,"can_update_own_metadata":true,"can_publish":false}""", """{"roomAdmin":true,"roomJoin":true,"room":"ROOM","canPublish":false,"canSubscribe":false,"canPublishData":true,"canUpdateOwnMetadata":true}""")]
    public async Task Permissions_grant_exactly_what_they_name(string permissions, string video)
    {
        var tenant = await stack.CreateTenantAsync();
        var room = await tenant.OpenRoomAsync("lobby", 0);
        var body = new JsonObject { ["identity"] = "ann", ["permissions"] = JsonNode.Parse(permissions) };

        var minted = await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", body.ToJsonString());

        AssertGrants(video.Replace("ROOM", room.Name, StringComparison.Ordinal), ClaimsOf(minted));
    }

    [Fact]
    public async Task A_token_says_who_for_how_long_and_what_of_the_room()
    {
        var tenant = await stack.CreateTenantAsync();
        (await tenant.Api.PostAsync("/v1/rooms", new
        {
            name = "lobby",
            max_participants = 5,
            empty_timeout_seconds = 60,
            departure_timeout_seconds = 30,
            metadata = "m",
        })).Expect(HttpStatusCode.Created);

        var minted = await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new
        {
            identity = "ann@example+1",
            name = "Ann Ünal",
            ttl_seconds = 90,
            metadata = "{\"seat\":1}",
            attributes = new { team = "blue" },
        });

        var claims = ClaimsOf(minted);
        Assert.Equal("lobby", minted.Text("room"));
        Assert.Equal("ann@example+1", minted.Text("identity"));
        Assert.Equal("wss://livekit.example", minted.Text("url"));
        Assert.Equal(SiloSettings.LiveKitKey.ApiKey, (string?)claims["iss"]);
        Assert.Equal("ann@example+1", (string?)claims["sub"]);
        Assert.Equal("Ann Ünal", (string?)claims["name"]);
        Assert.Equal("{\"seat\":1}", (string?)claims["metadata"]);
        Assert.Equal("""{"team":"blue"}""", claims["attributes"]!.ToJsonString());
        Assert.Equal((long)claims["nbf"]! + 90, (long)claims["exp"]!);
        Assert.Equal((long)claims["exp"]!, minted["expires_at"].GetDateTimeOffset().ToUnixTimeSeconds());
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"maxParticipants":5,"emptyTimeout":60,"departureTimeout":30,"metadata":"m"}"""), claims["roomConfig"]));
        Assert.Equal(
            ["attributes", "exp", "iat", "iss", "metadata", "name", "nbf", "roomConfig", "sub", "video"],
            claims.Select(claim => claim.Key).Order());
    }

    [Fact]
    public async Task A_plain_token_carries_nothing_that_was_not_asked_for()
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", 0);

        var claims = ClaimsOf(await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ann" }));

        Assert.Equal(["exp", "iat", "iss", "nbf", "sub", "video"], claims.Select(claim => claim.Key).Order());
        Assert.Equal(600, (long)claims["exp"]! - (long)claims["nbf"]!);
        Assert.InRange((long)claims["nbf"]!, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 30, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_token_of_a_room_that_is_made_again_leads_to_the_new_one()
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", 0);
        (await tenant.Api.DeleteAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.OK);
        (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ann" })).Expect(HttpStatusCode.NotFound, "room_not_found");
        var again = await tenant.OpenRoomAsync("lobby", 0);

        var claims = ClaimsOf(await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ann" }));

        Assert.Equal(again.Name, (string?)claims["video"]!["room"]);
    }

    [Fact]
    public async Task A_token_of_a_test_key_leads_to_the_test_room()
    {
        var tenant = await stack.CreateTenantAsync();
        var test = await tenant.CreateTestModeClientAsync();
        await tenant.OpenRoomAsync("lobby", 0);
        (await test.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ann" })).Expect(HttpStatusCode.NotFound, "room_not_found");
        await tenant.OpenRoomAsync("lobby", 0, test);

        var claims = ClaimsOf(await test.PostAsync("/v1/rooms/lobby/tokens", new { identity = "ann" }));

        Assert.Equal($"{tenant.Id}_t1_lobby", (string?)claims["video"]!["room"]);
    }

    [Theory]
    [InlineData("""{}""", "/identity")]
    [InlineData("""{"identity":""}""", "/identity")]
    [InlineData("""{"identity":"a b"}""", "/identity")]
    [InlineData("""{"identity":".."}""", "/identity")]
    [InlineData("""{"identity":"a\u0000"}""", "/identity")]
    [InlineData("""{"identity":"\ud800"}""", "/identity")]
    [InlineData("""{"identity":7}""", "/identity")]
    [InlineData("""{"identity":"a","name":"\u0000"}""", "/name")]
    [InlineData("""{"identity":"a","ttl_seconds":0}""", "/ttl_seconds")]
    [InlineData("""{"identity":"a","ttl_seconds":86401}""", "/ttl_seconds")]
    [InlineData("""{"identity":"a","ttl_seconds":"600"}""", "/ttl_seconds")]
    [InlineData("""{"identity":"a","role":"owner"}""", "/role")]
    [InlineData("""{"identity":"a","role":"Host"}""", "/role")]
    [InlineData("""{"identity":"a","role":"host","permissions":{}}""", "/permissions")]
    [InlineData("""{"identity":"a","permissions":[]}""", "/permissions")]
    [InlineData("""{"identity":"a","permissions":{"can_publish":"yes"}}""", "/permissions/can_publish")]
    [InlineData("""{"identity":"a","permissions":{"recorder":true}}""", "/permissions/recorder")]
    [InlineData("""{"identity":"a","permissions":{"can_publish_sources":["camera","hologram",null]}}""", "/permissions/can_publish_sources/1", "/permissions/can_publish_sources/2")]
    [InlineData("""{"identity":"a","permissions":{"can_publish_sources":["camera",5]}}""", "/permissions/can_publish_sources/1")]
    [InlineData("""{"identity":"a","metadata":"\u0000"}""", "/metadata")]
    [InlineData("""{"identity":"a","attributes":{"k":null}}""", "/attributes/k")]
    [InlineData("""{"identity":"a","attributes":{"k":5}}""", "/attributes/k")]
    [InlineData("""{"identity":"a","attributes":{"k":"\u0000"}}""", "/attributes/k")]
    [InlineData("""{"identity":"a","attributes":{"a/b~c":null}}""", "/attributes/a~1b~0c")]
    [InlineData("""{"identity":"a","attributes":{"a.b":5}}""", "/attributes/a.b")]
    [InlineData("""{"identity":"a","room":"other"}""", "/room")]
    public async Task A_field_that_is_wrong_is_named(string body, params string[] pointers)
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", 0);

        (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", body)).ExpectInvalid(pointers);
    }

    [Theory]
    [InlineData("""{"identity":"a","attributes":{"\ud800":"x"}}""")]
    [InlineData("""{"identity":"a","attributes":{"\u0000":"x"}}""")]
    [InlineData("""{"identity":"a","attributes":{"k":"x","k":"y"}}""")]
    [InlineData("""{"identity":"a","attributes":{"k":"\ud800"}}""")]
    public async Task Attributes_that_are_no_text_are_refused(string body)
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", 0);

        (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", body)).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Texts_that_are_too_long_are_named()
    {
        var tenant = await stack.CreateTenantAsync();
        await tenant.OpenRoomAsync("lobby", 0);
        var tooLong = new string('x', (64 * 1024) + 1);

        (await tenant.Api.PostAsync("/v1/rooms/lobby/tokens", new
        {
            identity = new string('i', 129),
            name = new string('n', 257),
            metadata = tooLong,
            attributes = new { k = tooLong },
        })).ExpectInvalid("/identity", "/name", "/metadata", "/attributes");
    }

    private static JsonObject ClaimsOf(ApiAnswer minted) =>
        SiloSettings.LiveKitKey.Verify(minted.Expect(HttpStatusCode.Created).Text("token"));

    /// <summary>LiveKit reads an absent flag as false, so false may be there or not, but for those that default to true.</summary>
    private static void AssertGrants(string expected, JsonObject claims)
    {
        var actual = claims["video"]!.DeepClone().AsObject();
        foreach (var name in actual.Where(grant => !grant.Key.StartsWith("can", StringComparison.Ordinal) && grant.Value!.ToJsonString() is "false")
            .Select(grant => grant.Key).ToList())
        {
            actual.Remove(name);
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nactual   {actual.ToJsonString()}");
    }
}
