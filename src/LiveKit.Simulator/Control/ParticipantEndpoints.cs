using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>What an end user's app does: connect, publish, break off, leave.</summary>
internal static class ParticipantEndpoints
{
    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapPost("/join", JoinAsync);
        control.MapPost("/leave", LeaveAsync);
        control.MapPost("/publish", PublishAsync);
        control.MapPost("/unpublish", UnpublishAsync);
        control.MapPost("/resume", ResumeAsync);
    }

    private static async Task<IResult> JoinAsync(HttpContext context, SimulatedCluster cluster, TokenVerifier tokens)
    {
        var request = await ReadAsync<JoinRequest>(context);
        if (tokens.Verify(Required(request.Token, "token"), out var error) is not { } claims)
        {
            return Problem(StatusCodes.Status401Unauthorized, "unauthenticated", error);
        }

        var room = claims.Room.Length > 0 ? claims.Room : request.Room ?? "";
        if (JoinCheck.Refuse(claims, room) is { } refusal)
        {
            return Problem(refusal.Status, refusal.Status == 401 ? "unauthenticated" : "invalid_argument", refusal.Text);
        }

        return cluster.Join(claims, room, active: !request.Abort) is not { } joined
            ? Problem(StatusCodes.Status409Conflict, "resource_exhausted", "room has exceeded its max participants")
            : Answer(new
            {
                Room = joined.Room.Name,
                RoomSid = joined.Room.Sid,
                joined.Participant.Info.Identity,
                ParticipantSid = joined.Participant.Info.Sid,
                joined.Participant.Truth.JoinedAtMs,
            });
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, SimulatedCluster cluster)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        if (!ReasonNames.TryParse(request.Reason ?? "CLIENT_INITIATED", out var reason))
        {
            return Problem(400, "invalid_argument", $"reason: '{request.Reason}' is none of LiveKit's, such as CLIENT_INITIATED");
        }

        cluster.Leave(Required(request.Room, "room"), Required(request.Identity, "identity"), reason);
        return Done();
    }

    private static async Task<IResult> PublishAsync(HttpContext context, SimulatedCluster cluster)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        var source = TrackSources.Parse(request.Source ?? "");
        if (source == TrackSource.Unknown)
        {
            return Problem(400, "invalid_argument", "source: has to be camera, microphone, screen_share or screen_share_audio");
        }

        var track = cluster.Publish(Required(request.Room, "room"), Required(request.Identity, "identity"), source, request.Name ?? "");
        return Answer(new { TrackSid = track.Sid });
    }

    private static async Task<IResult> UnpublishAsync(HttpContext context, SimulatedCluster cluster)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        cluster.Unpublish(
            Required(request.Room, "room"), Required(request.Identity, "identity"), Required(request.TrackSid, "track_sid"));
        return Done();
    }

    /// <summary>The same connection goes on under the same sid; LiveKit tells nobody.</summary>
    private static async Task<IResult> ResumeAsync(HttpContext context, SimulatedCluster cluster)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        return Answer(cluster.WithParticipant(
            Required(request.Room, "room"),
            Required(request.Identity, "identity"),
            absent: null,
            participant => new { ParticipantSid = participant.Info.Sid }));
    }
}
