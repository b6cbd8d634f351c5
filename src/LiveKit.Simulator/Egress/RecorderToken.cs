using System.Text.Json;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>What the token says that the server gives a worker, so that its recorder can join the room.</summary>
internal static class RecorderToken
{
    public static TokenClaims Claims(string egressId, string room) => new()
    {
        Identity = egressId,
        Kind = "egress",
        Video = JsonSerializer.SerializeToElement(new
        {
            roomJoin = true,
            room,
            canPublish = false,
            canPublishData = false,
            hidden = true,
            recorder = true,
        }),
    };
}
