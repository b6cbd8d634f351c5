using System.Globalization;

namespace RelayKit.LiveKit.Simulator.Nodes;

/// <summary>
/// What LiveKit serves on its <c>prometheus.port</c>, of both nodes on one address: <c>/metrics</c> for the first, <c>/metrics/{node}</c> for each. Of the
/// server's metrics only those by which traffic is counted.
/// </summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", (LiveKitNodes nodes) => Answer(nodes.First));
        app.MapGet("/metrics/{node}", (string node, LiveKitNodes nodes) =>
            nodes.All.FirstOrDefault(known => known.Name == node) is { } found ? Answer(found) : Results.NotFound());
    }

    private static IResult Answer(LiveKitNode node)
    {
        var counters = node.Counters;
        var startedAt = (counters.StartedAt.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
        return Results.Text(
            $"""
             # HELP livekit_packet_bytes
             # TYPE livekit_packet_bytes counter
             livekit_packet_bytes{Labels(counters, "incoming", "initial")} {Number(counters.IncomingBytes)}
             livekit_packet_bytes{Labels(counters, "incoming", "retransmit")} 0
             livekit_packet_bytes{Labels(counters, "outgoing", "initial")} {Number(counters.OutgoingBytes)}
             livekit_packet_bytes{Labels(counters, "outgoing", "retransmit")} 0
             # HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
             # TYPE process_start_time_seconds gauge
             process_start_time_seconds {startedAt}

             """,
            "text/plain; version=0.0.4; charset=utf-8");
    }

    private static string Labels(NodeCounters counters, string direction, string transmission) =>
        $"{{direction=\"{direction}\",node_id=\"{counters.NodeId}\",node_type=\"SERVER\",transmission=\"{transmission}\"}}";

    /// <summary>As Go writes a counter: large ones with an exponent.</summary>
    private static string Number(long bytes) => bytes < 1_000_000 ? bytes.ToString(CultureInfo.InvariantCulture) : bytes.ToString("0.################e+00", CultureInfo.InvariantCulture);
}
