using RelayKit.LiveKit.Simulator.Nodes;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>LiveKit's own interface goes down, comes back, or is slow.</summary>
internal static class OutageEndpoints
{
    private const long MaxSlowMs = 10 * 60 * 1000;
    private const long MaxDurationMs = 24 * 60 * 60 * 1000;

    public static void Map(IEndpointRouteBuilder node)
    {
        node.MapPost("/down", DownAsync);
        node.MapPost("/slow", SlowAsync);
        node.MapPost("/up", UpAsync);
    }

    private static async Task<IResult> DownAsync(HttpContext context, ApiOutage outage)
    {
        var body = await ControlBody.ReadAsync(context);
        var kind = body.Word("how", "refuse", "refuse", "503") == "503" ? OutageKind.Unavailable : OutageKind.Refuse;
        var duration = Duration(body);
        body.NothingElse();
        outage.GoDown(kind, duration);
        return Done();
    }

    private static async Task<IResult> SlowAsync(HttpContext context, ApiOutage outage)
    {
        var body = await ControlBody.ReadAsync(context);
        var wait = TimeSpan.FromMilliseconds(body.Whole("ms", 1, MaxSlowMs));
        var duration = Duration(body);
        body.NothingElse();
        outage.GoSlow(wait, duration);
        return Done();
    }

    private static async Task<IResult> UpAsync(HttpContext context, ApiOutage outage)
    {
        (await ControlBody.ReadAsync(context)).NothingElse();
        outage.Clear();
        return Done();
    }

    private static TimeSpan? Duration(ControlBody body) =>
        body.WholeOrNull("for_ms", 1, MaxDurationMs) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
