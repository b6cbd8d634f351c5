using RelayKit.LiveKit.Simulator.Driving;
using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.LiveKit.Simulator.Faults;
using RelayKit.LiveKit.Simulator.Ingress;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>What happens to the nodes: they die, their clocks go wrong, rooms move from one to the other.</summary>
internal static class NodeEndpoints
{
    private const long MaxSkewMs = 24 * 60 * 60 * 1000;
    private const long MaxLateMs = 10 * 60 * 1000;

    /// <summary>Whole numbers up to here are exact in a counter, which is a double.</summary>
    private const long MaxBytes = 1L << 50;

    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapPost("/crash", CrashAsync);
        control.MapPost("/reset", Reset);
        var node = control.MapGroup("/node");
        node.MapGet("", Read);
        node.MapPost("/skew", SkewAsync);
        node.MapPost("/move", MoveAsync);
        node.MapPost("/traffic", CountAsync);
        OutageEndpoints.Map(node);
    }

    private static async Task<IResult> CrashAsync(HttpContext context, SimulatedCluster cluster, LiveKitNodes nodes)
    {
        var body = await ControlBody.ReadAsync(context);
        var node = body.TextOrNull("node");
        body.NothingElse();
        cluster.Crash(node is null ? null : nodes.Get(node));
        return Done();
    }

    /// <summary>As after a start, but for the counters.</summary>
    private static IResult Reset(
        SimulatedCluster cluster, RoomDriver driver, FaultPlanner faults, ApiOutage outage, EgressWorker egress, IngressEndpoints ingress)
    {
        driver.Forget();
        outage.Clear();
        faults.Clear();
        egress.Reset();
        ingress.Clear();
        cluster.Reset();
        return Done();
    }

    private static IResult Read(SimulatedCluster cluster, LiveKitNodes nodes, ApiOutage outage) => Answer(new
    {
        nodes.WallMs,
        Down = outage.Kind switch { OutageKind.Refuse => "refuse", OutageKind.Unavailable => "503", _ => null },
        SlowMs = (long)outage.Wait.TotalMilliseconds,
        outage.TurnedAway,
        outage.GaveUp,
        Nodes = cluster.Read(rooms => nodes.All.Select(node => new
        {
            node.Name,
            node.SkewMs,
            node.NowMs,
            Rooms = rooms.Values.Count(room => room.Node == node),
        }).ToList()),
    });

    private static async Task<IResult> SkewAsync(HttpContext context, LiveKitNodes nodes)
    {
        var body = await ControlBody.ReadAsync(context);
        var node = nodes.Get(body.Text("node"));
        var skewMs = body.Whole("skew_ms", -MaxSkewMs, MaxSkewMs);
        body.NothingElse();
        node.SkewMs = skewMs;
        return Done();
    }

    private static async Task<IResult> CountAsync(HttpContext context, LiveKitNodes nodes)
    {
        var body = await ControlBody.ReadAsync(context);
        var node = nodes.Get(body.TextOrNull("node") ?? nodes.First.Name);
        var (incoming, outgoing) = (body.Whole("incoming_bytes", 0, MaxBytes, 0), body.Whole("outgoing_bytes", 0, MaxBytes, 0));
        body.NothingElse();
        node.Count(incoming, outgoing);
        return Done();
    }

    private static async Task<IResult> MoveAsync(HttpContext context, SimulatedCluster cluster, LiveKitNodes nodes)
    {
        var body = await ControlBody.ReadAsync(context);
        var room = body.Text("room");
        var target = body.TextOrNull("node");
        var vanishes = body.Word("old", "closes", "closes", "vanishes") == "vanishes";
        var fate = new OldRoomFate(vanishes, body.Whole("late_ms", 0, MaxLateMs, 0));
        var rejoin = body.Flag("rejoin", true);
        body.NothingElse();
        var (old, opened) = cluster.Move(room, target is null ? null : nodes.Get(target), fate, rejoin);
        return Answer(new { OldRoomSid = old.Sid, RoomSid = opened.Sid, Node = opened.Node.Name });
    }
}
