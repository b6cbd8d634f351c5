using RelayKit.LiveKit.Simulator.Faults;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Webhooks;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>A look at the webhooks, and a hand on a room's queue.</summary>
internal static class WebhookEndpoints
{
    private const int DefaultDrainSeconds = 30;
    private const int MaxDrainSeconds = 300;

    public static void Map(IEndpointRouteBuilder webhooks)
    {
        webhooks.MapGet("", Counters);
        webhooks.MapGet("/sent", Sent);
        webhooks.MapPost("/hold", HoldAsync);
        webhooks.MapPost("/release", ReleaseAsync);
        webhooks.MapPost("/drain", DrainAsync);
    }

    private static IResult Counters(WebhookNotifier webhooks, FaultCounters faults)
    {
        var counts = webhooks.Counters.Read();
        return Answer(new
        {
            counts.Queued,
            counts.Delivered,
            counts.Failed,
            counts.DroppedOverflow,
            counts.DroppedAge,
            counts.Dropped,
            counts.Retries,
            counts.Lost,
            counts.Pending,
            Faults = faults.Read(),
        });
    }

    private static IResult Sent(HttpContext context, WebhookNotifier webhooks)
    {
        var only = context.Request.Query["room"].ToString();
        var limit = QueryNumber.Read(context, "limit", int.MaxValue);
        return Answer(new { Sent = webhooks.Sent.Where(sent => only.Length == 0 || sent.Room == only).TakeLast(limit).ToList() });
    }

    private static async Task<IResult> HoldAsync(HttpContext context, WebhookNotifier webhooks, LiveKitNodes nodes)
    {
        var request = await ReadAsync<QueueRequest>(context);
        webhooks.Hold(Required(request.Room, "room"), request.Node is { } node ? nodes.Get(node) : null);
        return Done();
    }

    private static async Task<IResult> ReleaseAsync(HttpContext context, WebhookNotifier webhooks, LiveKitNodes nodes)
    {
        var request = await ReadAsync<QueueRequest>(context);
        if (request.Order is not (null or "fifo" or "reverse"))
        {
            return Problem(400, "invalid_argument", "order: has to be fifo or reverse");
        }

        webhooks.Release(
            Required(request.Room, "room"), request.Node is { } node ? nodes.Get(node) : null, reverse: request.Order == "reverse");
        return Done();
    }

    private static async Task<IResult> DrainAsync(HttpContext context, WebhookNotifier webhooks, TimeProvider time)
    {
        var seconds = QueryNumber.Read(context, "timeout_seconds", DefaultDrainSeconds, MaxDrainSeconds);
        try
        {
            await webhooks.Counters.WhenIdle().WaitAsync(TimeSpan.FromSeconds(seconds), time, context.RequestAborted);
            return Answer(webhooks.Counters.Read());
        }
        catch (TimeoutException)
        {
            return Problem(
                StatusCodes.Status504GatewayTimeout, "deadline_exceeded", $"{webhooks.Counters.Read().Pending} webhooks are still pending");
        }
    }
}
