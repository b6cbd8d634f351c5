using System.Text.Json;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>
/// <c>/sim</c>: what end users' apps do in the real world, and a look at what really happened. Not part of LiveKit.
/// </summary>
internal static class ControlEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/sim").AddEndpointFilter(ExplainAsync);
        control.MapPost("/join", JoinAsync);
        control.MapPost("/leave", LeaveAsync);
        control.MapPost("/publish", PublishAsync);
        control.MapPost("/unpublish", UnpublishAsync);
        control.MapPost("/resume", ResumeAsync);
        control.MapPost("/crash", Crash);
        control.MapGet("/truth", Truth);
        control.MapGet("/webhooks", Counters);
        control.MapGet("/webhooks/sent", Sent);
        control.MapPost("/webhooks/hold", HoldAsync);
        control.MapPost("/webhooks/release", ReleaseAsync);
        control.MapPost("/webhooks/drain", DrainAsync);
    }

    private static async ValueTask<object?> ExplainAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (NodeException refusal)
        {
            return Problem(refusal.Code == "not_found" ? 404 : 400, refusal.Code, refusal.Message);
        }
        catch (JsonException)
        {
            return Problem(400, "invalid_json", "The body has to be a JSON object with this call's fields.");
        }
    }

    private static async Task<IResult> JoinAsync(HttpContext context, SimulatedNode node, TokenVerifier tokens)
    {
        var request = await ReadAsync<JoinRequest>(context);
        if (tokens.Verify(request.Token ?? "", out var error) is not { } claims)
        {
            return Problem(401, "unauthenticated", error);
        }

        var room = claims.Room.Length > 0 ? claims.Room : request.Room ?? "";
        if (JoinCheck.Refuse(claims, room) is { } refusal)
        {
            return Problem(refusal.Status, refusal.Status == 401 ? "unauthenticated" : "invalid_argument", refusal.Text);
        }

        return node.Join(claims, room, request.Abort) is not { } joined
            ? Problem(409, "resource_exhausted", "room has exceeded its max participants")
            : Answer(new
            {
                Room = joined.Room.Name,
                RoomSid = joined.Room.Sid,
                joined.Participant.Info.Identity,
                ParticipantSid = joined.Participant.Info.Sid,
                joined.Participant.JoinedAtMs,
            });
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, SimulatedNode node)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        var word = (request.Reason ?? "CLIENT_INITIATED").Replace("_", "", StringComparison.Ordinal);
        if (!Enum.TryParse<DisconnectReason>(word, ignoreCase: true, out var reason))
        {
            return Problem(400, "invalid_argument", $"reason: '{request.Reason}' is none of LiveKit's, such as CLIENT_INITIATED");
        }

        node.Leave(request.Room ?? "", request.Identity ?? "", reason);
        return Answer(new { });
    }

    private static async Task<IResult> PublishAsync(HttpContext context, SimulatedNode node)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        var source = TrackSources.Parse(request.Source ?? "");
        if (source == TrackSource.Unknown)
        {
            return Problem(400, "invalid_argument", "source: has to be camera, microphone, screen_share or screen_share_audio");
        }

        var track = node.Publish(request.Room ?? "", request.Identity ?? "", source, request.Name ?? "");
        return Answer(new { TrackSid = track.Sid });
    }

    private static async Task<IResult> UnpublishAsync(HttpContext context, SimulatedNode node)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        node.Unpublish(request.Room ?? "", request.Identity ?? "", request.TrackSid ?? "");
        return Answer(new { });
    }

    /// <summary>The same connection goes on under the same sid; LiveKit tells nobody.</summary>
    private static async Task<IResult> ResumeAsync(HttpContext context, SimulatedNode node)
    {
        var request = await ReadAsync<ParticipantRequest>(context);
        return Answer(node.Change(
            request.Room ?? "", request.Identity ?? "", participant => new { ParticipantSid = participant.Info.Sid }));
    }

    private static IResult Crash(SimulatedNode node)
    {
        node.Crash();
        return Answer(new { });
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
                Participants = room.Everybody.Select(participant => new
                {
                    participant.Info.Sid,
                    participant.Info.Identity,
                    Kind = participant.Info.Kind.ToString().ToLowerInvariant(),
                    participant.JoinedAtMs,
                    participant.LeftAtMs,
                    participant.LeftCreatedAt,
                    DisconnectReason = participant.LeftAtMs is null ? null : participant.Info.DisconnectReason.ToString(),
                    participant.ActiveEver,
                }).ToList(),
            }).ToList(),
        }));
    }

    private static IResult Counters(WebhookNotifier webhooks) => Answer(webhooks.Counters);

    private static IResult Sent(HttpContext context, WebhookNotifier webhooks)
    {
        var only = context.Request.Query["room"].ToString();
        var limit = int.TryParse(context.Request.Query["limit"], out var given) && given > 0 ? given : int.MaxValue;
        return Answer(new { Sent = webhooks.Sent.Where(sent => only.Length == 0 || sent.Room == only).TakeLast(limit).ToList() });
    }

    private static async Task<IResult> HoldAsync(HttpContext context, WebhookNotifier webhooks)
    {
        webhooks.Hold((await ReadAsync<QueueRequest>(context)).Room ?? "");
        return Answer(new { });
    }

    private static async Task<IResult> ReleaseAsync(HttpContext context, WebhookNotifier webhooks)
    {
        var request = await ReadAsync<QueueRequest>(context);
        if (request.Order is not (null or "fifo" or "reverse"))
        {
            return Problem(400, "invalid_argument", "order: has to be fifo or reverse");
        }

        webhooks.Release(request.Room ?? "", reverse: request.Order == "reverse");
        return Answer(new { });
    }

    private static async Task<IResult> DrainAsync(HttpContext context, WebhookNotifier webhooks, TimeProvider time)
    {
        var seconds = int.TryParse(context.Request.Query["timeout_seconds"], out var given) ? Math.Clamp(given, 0, 300) : 30;
        return await WebhookDrain.WaitAsync(webhooks, TimeSpan.FromSeconds(seconds), time, context.RequestAborted)
            ? Answer(webhooks.Counters)
            : Problem(504, "deadline_exceeded", $"{webhooks.Counters.Pending} webhooks are still pending");
    }

    private static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class => await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted) ?? throw new JsonException();

    private static IResult Answer<T>(T value) => Results.Json(value, Json);

    private static IResult Problem(int status, string code, string detail) =>
        Results.Json(new { Code = code, Detail = detail }, Json, "application/problem+json", status);
}
