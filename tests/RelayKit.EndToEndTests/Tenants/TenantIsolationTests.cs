using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Tenants;

/// <summary>Through the API a neighbour's things do not exist.</summary>
[Collection(SharedStackTests.Name)]
public sealed class TenantIsolationTests(StackFixture stack) : IAsyncLifetime
{
    private static readonly long StartMs = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds() * 1000;

    private TestTenant _ann = null!;
    private TestTenant _bob = null!;
    private string _bobsSession = null!;

    public async Task InitializeAsync()
    {
        (_ann, _bob) = (await stack.CreateTenantAsync(), await stack.CreateTenantAsync());
        var room = await _bob.OpenRoomAsync("secret-room", StartMs);
        await stack.SendAllAsync(
            LiveKitWebhooks.RoomStarted(room), LiveKitWebhooks.ParticipantLeft(room, Connection.At(StartMs, "bob"), StartMs + 5_000));
        _bobsSession = (await _bob.Api.GetAsync("/v1/rooms/secret-room")).Text("session_id");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_is_a_neighbours_is_not_found()
    {
        var api = _ann.Api;

        (await api.GetAsync("/v1/rooms/secret-room")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.GetAsync("/v1/rooms/secret-room/participants")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.PostAsync("/v1/rooms/secret-room/tokens", new { identity = "ann" })).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.DeleteAsync("/v1/rooms/secret-room")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await api.GetAsync($"/v1/sessions/{_bobsSession}")).Expect(HttpStatusCode.NotFound, "session_not_found");
        var key = (await _bob.Api.GetAsync("/v1/api-keys")).Data[0].GetProperty("id").GetString();
        (await api.GetAsync($"/v1/api-keys/{key}")).Expect(HttpStatusCode.NotFound, "api_key_not_found");
        (await api.PatchAsync($"/v1/api-keys/{key}", """{"enabled":false}""")).Expect(HttpStatusCode.NotFound, "api_key_not_found");
        (await api.PostAsync($"/v1/api-keys/{key}/rotate", "{}")).Expect(HttpStatusCode.NotFound, "api_key_not_found");
        (await api.DeleteAsync($"/v1/api-keys/{key}")).Expect(HttpStatusCode.NotFound, "api_key_not_found");
        var told = (await _bob.Api.GetAsync("/v1/events")).Data[0].GetProperty("id").GetString();
        (await api.GetAsync($"/v1/events/{told}")).Expect(HttpStatusCode.NotFound, "event_not_found");
        var export = (await _bob.Api.PostAsync("/v1/privacy/exports", "{}")).Expect(HttpStatusCode.Accepted).Text("id");
        (await api.GetAsync($"/v1/privacy/exports/{export}")).Expect(HttpStatusCode.NotFound, "export_not_found");
        (await api.GetAsync($"/v1/privacy/exports/{export}/download")).Expect(HttpStatusCode.NotFound, "export_not_found");
        var erased = (await _bob.Api.PostAsync("/v1/privacy/erasures", new { identity = "grace" })).Expect(HttpStatusCode.Created).Text("id");
        (await api.GetAsync($"/v1/privacy/erasures/{erased}")).Expect(HttpStatusCode.NotFound, "erasure_not_found");
    }

    [Fact]
    public async Task Lists_and_the_meter_hold_nothing_of_a_neighbours()
    {
        await Eventually.EqualAsync(
            5_000L, async () => (await _bob.Api.GetAsync("/v1/usage")).Number("participant_ms"), "the neighbour's own meter");

        Assert.Empty((await _ann.Api.GetAsync("/v1/rooms")).Data);
        Assert.Single((await _ann.Api.GetAsync("/v1/api-keys")).Data);
        Assert.Empty((await _ann.Api.GetAsync("/v1/sessions")).Data);
        Assert.Empty((await _ann.Api.GetAsync("/v1/sessions?room=secret-room")).Data);
        Assert.Empty((await _ann.Api.GetAsync("/v1/events?room=secret-room")).Data);
        Assert.Empty((await _ann.Api.GetAsync("/v1/events")).Data);
        Assert.Empty((await _ann.Api.GetAsync($"/v1/sessions?cursor=ses_7zzzzzzzzzzzzzzzzzzzzzzzzz")).Data);
        (await _bob.Api.PutAsync("/v1/roles/speaker", """{"permissions":{}}""")).Expect(HttpStatusCode.OK);
        Assert.All((await _ann.Api.GetAsync("/v1/audit-log")).Data, entry => Assert.Equal(_ann.Id, entry.GetProperty("tenant_id").GetString()));
        Assert.Empty((await _ann.Api.GetAsync("/v1/privacy/exports")).Data);
        Assert.Empty((await _ann.Api.GetAsync("/v1/privacy/erasures")).Data);
        Assert.Equal(0, (await _ann.Api.GetAsync("/v1/usage")).Number("participant_ms"));
    }

    [Fact]
    public async Task The_same_name_is_a_room_of_its_own()
    {
        var mine = (await _ann.Api.PostAsync("/v1/rooms", new { name = "secret-room" })).Expect(HttpStatusCode.Created);

        Assert.StartsWith(_ann.Id, mine.Text("livekit_name"), StringComparison.Ordinal);
        (await _ann.Api.DeleteAsync("/v1/rooms/secret-room")).Expect(HttpStatusCode.OK);
        Assert.Equal("live", (await _bob.Api.GetAsync("/v1/rooms/secret-room")).Expect(HttpStatusCode.OK).Text("status"));
    }

    [Fact]
    public async Task A_neighbours_identifiers_in_a_name_lead_nowhere()
    {
        (await _ann.Api.GetAsync($"/v1/rooms/{_bob.Id}_l1_secret-room")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await _ann.Api.GetAsync($"/v1/rooms/..%2F..%2F{_bob.Id}%2Fl%2Fsecret-room")).Expect(HttpStatusCode.NotFound, "room_not_found");
        (await _ann.Api.GetAsync($"/v1/rooms?tenant_id={_bob.Id}")).ExpectInvalid("?tenant_id");
    }
}
