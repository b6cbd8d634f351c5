using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>A tenant whose key is good at every member of a cluster.</summary>
public sealed record ClusterTenant(string Id, string Key)
{
    /// <summary>The tenant's id as it is in the database.</summary>
    public Guid RowId => PublicIds.Decode(Id);

    public static async Task<ClusterTenant> CreateAsync(ClusterMember member)
    {
        var created = await member.Client(SiloSettings.OperatorKey).PostAsync("/v1/operator/tenants", new { name = "A tenant" });
        created.Expect(HttpStatusCode.Created);
        return new ClusterTenant(created.Text("id"), created["api_key"].GetProperty("key").GetString()!);
    }

    /// <summary>Creates rooms, each with a session that began now, and with one participant in it.</summary>
    public async Task<List<LiveRoom>> OpenRoomsAsync(ClusterMember member, int count)
    {
        var nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var rooms = new List<LiveRoom>();
        for (var i = 0; i < count; i++)
        {
            var created = (await member.Client(Key).PostAsync("/v1/rooms", new { name = $"room-{i}" })).Expect(HttpStatusCode.Created);
            var room = new LiveRoom($"room-{i}", new RoomLife(created.Text("livekit_name"), LiveKitSid.Room(), nowMs));
            await member.DeliverAsync(SiloSettings.LiveKitKey.Sign(LiveKitWebhooks.ParticipantJoined(room.Life, Connection.At(nowMs, "host"))));
            rooms.Add(room);
        }

        return rooms;
    }
}

/// <summary>A room by the tenant's name, and its session.</summary>
public sealed record LiveRoom(string Name, RoomLife Life);
