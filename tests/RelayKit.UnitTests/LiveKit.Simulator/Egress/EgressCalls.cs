using System.Text;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

/// <summary>The Egress service of a simulator in a test's hands.</summary>
internal static class EgressCalls
{
    /// <summary>A file in a bucket that takes it.</summary>
    public const string File = """ "file_outputs":[{"filepath":"rec/f.mp4","s3":{"access_key":"AK","secret":"hush","region":"r","bucket":"b"}}] """;

    public static Task<(int Status, string Body)> CallEgressAsync(this SimulatorHost simulator, string method, string body, string? token = null) =>
        simulator.SendAsync(
            $"/twirp/livekit.Egress/{method}",
            token ?? simulator.Token("""{"video":{"roomRecord":true}}"""),
            new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>A call that has to succeed.</summary>
    public static async Task<JsonObject> EgressAsync(this SimulatorHost simulator, string method, string body)
    {
        var (status, answer) = await simulator.CallEgressAsync(method, body);
        return status == 200 ? JsonNode.Parse(answer)!.AsObject() : throw new InvalidOperationException($"{method}: {status} {answer}");
    }

    /// <summary>Starts a room composite of the room <c>r</c>, with a file unless told otherwise, and gives its id.</summary>
    public static async Task<string> StartRoomAsync(this SimulatorHost simulator, string outputs = File, string more = "") =>
        (string)(await simulator.EgressAsync("StartRoomCompositeEgress", $$"""{"room_name":"r",{{outputs}}{{more}}}"""))["egress_id"]!;

    /// <summary>Somebody in the room <c>r</c>, with a camera; gives the track's sid.</summary>
    public static async Task<string> PublisherAsync(this SimulatorHost simulator, string identity = "ada", string source = "camera")
    {
        await simulator.JoinAsync("r", identity);
        return await simulator.PublishAsync(identity, source);
    }

    public static async Task<string> PublishAsync(this SimulatorHost simulator, string identity, string source) => (string)(await simulator.DoAsync(
        "publish", $$"""{"room":"r","identity":"{{identity}}","source":"{{source}}"}"""))["track_sid"]!;

    public static async Task<JsonObject> ListedAsync(this SimulatorHost simulator, string id) =>
        (await simulator.EgressAsync("ListEgress", $$"""{"egress_id":"{{id}}"}"""))["items"]![0]!.AsObject();

    /// <summary>What really became of it.</summary>
    public static async Task<JsonNode> TruthAsync(this SimulatorHost simulator, string id) =>
        (await simulator.SeeAsync($"egress?egress_id={id}"))["egresses"]!.AsArray().Single()!;

    public static async Task<IReadOnlyList<JsonObject>> EgressEventsAsync(this SimulatorHost simulator) =>
        [.. (await simulator.DeliveriesAsync()).Where(delivery => delivery.Event.StartsWith("egress_", StringComparison.Ordinal)).Select(delivery => delivery.Json)];

    /// <summary>The egress events so far, each with the status that it tells; the status is left out where it is the first.</summary>
    public static async Task<IEnumerable<string>> EgressStoryAsync(this SimulatorHost simulator) =>
        (await simulator.EgressEventsAsync()).Select(told => $"{told["event"]} {told["egressInfo"]!["status"]}".TrimEnd());
}
