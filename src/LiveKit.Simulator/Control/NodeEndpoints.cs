using RelayKit.LiveKit.Simulator.Rooms;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>What happens to the node, and the truth about who was where when.</summary>
internal static class NodeEndpoints
{
    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapPost("/crash", Crash);
        control.MapPost("/reset", Reset);
        control.MapGet("/truth", Truth);
    }

    private static IResult Crash(SimulatedNode node)
    {
        node.Crash();
        return Done();
    }

    private static IResult Reset(SimulatedNode node)
    {
        node.Reset();
        return Done();
    }

    private static IResult Truth(HttpContext context, SimulatedNode node)
    {
        var only = context.Request.Query["room"].ToString();
        return Answer(node.ReadHistory(rooms => new
        {
            Rooms = rooms.Where(room => only.Length == 0 || room.Name == only).Select(room => new
            {
                room.Name,
                room.Sid,
                room.CreationTimeMs,
                room.FinishedAt,
                room.Lost,
                Participants = room.Everybody.ConvertAll(Told),
            }).ToList(),
        }));
    }

    /// <summary>A crash gives nobody a reason: it is null then, as it is for who is still there.</summary>
    private static object Told(SimulatedParticipant participant) => new
    {
        participant.Info.Sid,
        participant.Info.Identity,
        Kind = participant.Info.Kind.ToString().ToLowerInvariant(),
        participant.JoinedAtMs,
        participant.LeftAtMs,
        participant.LeftCreatedAt,
        DisconnectReason = participant.IsDisconnected ? ReasonNames.Of(participant.Info.DisconnectReason) : null,
        participant.ActiveEver,
    };
}
