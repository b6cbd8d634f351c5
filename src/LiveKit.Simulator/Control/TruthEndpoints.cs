using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Truth;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>The truth about who was where when.</summary>
internal static class TruthEndpoints
{
    public static void Map(IEndpointRouteBuilder control) => control.MapGet("/truth", Truth);

    private static IResult Truth(HttpContext context, SimulatedCluster cluster)
    {
        var only = context.Request.Query["room"].ToString();
        return Answer(cluster.ReadHistory(rooms => new
        {
            Rooms = rooms.Where(room => only.Length == 0 || room.Name == only).Select(room => new
            {
                room.Name,
                room.Sid,
                Node = room.Node.Name,
                room.CreationTimeMs,
                room.FinishedAt,
                room.Lost,
                Participants = room.Everybody.ConvertAll(Told),
            }).ToList(),
        }));
    }

    /// <summary>A crash gives nobody a reason: it is null then, as it is for who is still there.</summary>
    private static object Told(ParticipantTruth participant) => new
    {
        participant.Sid,
        participant.Identity,
        Kind = participant.Kind.ToString().ToLowerInvariant(),
        participant.JoinedAtMs,
        participant.LeftAtMs,
        participant.LeftCreatedAt,
        participant.LeftAt,
        DisconnectReason = participant.Reason is { } reason ? ReasonNames.Of(reason) : null,
        participant.ActiveEver,
    };
}
