using RelayKit.LiveKit.Simulator.Faults;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Truth;
using RelayKit.LiveKit.Simulator.Webhooks;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>The truth about who was where when, who was told so, and who saw it.</summary>
internal static class TruthEndpoints
{
    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/truth", Truth);
        control.MapGet("/truth/looks", Looks);
    }

    /// <summary><c>offset</c> counts from the first room that is still remembered.</summary>
    private static IResult Truth(HttpContext context, SimulatedCluster cluster)
    {
        var only = context.Request.Query["room"].ToString();
        var offset = QueryNumber.Read(context, "offset", 0);
        var limit = QueryNumber.Read(context, "limit", int.MaxValue);
        return Answer(cluster.ReadHistory(history => new
        {
            Rooms = history.Rooms.Where(room => only.Length == 0 || room.Name == only).Skip(offset).Take(limit).Select(Told).ToList(),
            TotalRooms = history.Rooms.Count,
            Overflowed = history.ForgottenParticipants > 0,
            history.ForgottenRooms,
            history.ForgottenParticipants,
        }));
    }

    private static object Told(SimulatedRoom room) => new
    {
        room.Name,
        room.Sid,
        Node = room.Node.Name,
        room.CreationTimeMs,
        room.FinishedAt,
        room.EndedAtMs,
        room.Lost,
        Started = Told(room.Started),
        Finished = Told(room.Finished),
        LastListed = Told(room.LastListed),
        Participants = room.Everybody.ConvertAll(Told),
    };

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
        Joined = Told(participant.Joined),
        Left = Told(participant.Left),
        LastListed = Told(participant.LastListed),
        RoomLastListed = Told(participant.RoomLastListed),
    };

    private static object? Told(WebhookFate? fate) => fate is null ? null : new
    {
        fate.State,
        fate.IsLost,
        fate.Attempts,
        fate.Status,
        Faults = fate.Plan.Faults.Select(FaultNames.Of),
    };

    private static object? Told(RoomLook? seen) => seen is null ? null : new
    {
        Look = seen.Time.Number,
        seen.AtMs,
        seen.Time.WallMs,
        seen.Time.AnsweredWallMs,
        seen.NumParticipants,
    };

    /// <summary>The last looks, the newest last; <c>since</c> is the number of the first that is wanted.</summary>
    private static IResult Looks(HttpContext context, SimulatedCluster cluster)
    {
        var since = QueryNumber.Read(context, "since", 0);
        return Answer(cluster.ReadLooks(book => new
        {
            Looks = book.Looks.Where(look => look.Time.Number >= since).Select(look => new
            {
                look.Time.Number,
                look.Method,
                Room = look.Asked,
                look.Time.WallMs,
                look.Time.AnsweredWallMs,
                Rooms = look.Rooms.Select(seen => new { seen.Name, seen.Sid, seen.Node, seen.AtMs, seen.NumParticipants }).ToList(),
            }).ToList(),
            Total = book.Count,
            book.Forgotten,
        }));
    }
}
