using System.Net;
using RelayKit.EndToEndTests.LiveKit;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>A tenant and a client that carries its key.</summary>
public sealed record TestTenant(string Id, ApiClient Api, StackFixture Stack)
{
    /// <summary>Its first key.</summary>
    public string Key { get; init; } = "";

    /// <summary>The tenant's id as it is in the database.</summary>
    public Guid RowId => PublicIds.Decode(Id);

    /// <summary>A client with a key of the test mode.</summary>
    public async Task<ApiClient> CreateTestModeClientAsync()
    {
        var created = await Stack.Operator.PostAsync($"/v1/operator/tenants/{Id}/api-keys", new { name = "Test key", mode = "test" });
        created.Expect(HttpStatusCode.Created);
        return Stack.Client(created.Text("key"));
    }

    /// <summary>Creates a room and tells of a life of it that began at an instant.</summary>
    public async Task<RoomLife> OpenRoomAsync(string name, long createdAtMs, ApiClient? api = null, object? labels = null)
    {
        var created = await (api ?? Api).PostAsync("/v1/rooms", new { name, labels = labels ?? new { } });
        created.Expect(HttpStatusCode.Created);
        return new RoomLife(created.Text("livekit_name"), LiveKitSid.Room(), createdAtMs);
    }
}
