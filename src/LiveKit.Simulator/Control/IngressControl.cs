using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Ingress;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>What a sender does, and what goes wrong with ingress. No stream key is shown: who sends has it from its maker.</summary>
internal static class IngressControl
{
    private const int MaxWaitMs = 10 * 60 * 1000;

    private static readonly IReadOnlyDictionary<string, IngressFault> Faults = new Dictionary<string, IngressFault>
    {
        ["none"] = IngressFault.None,
        ["unavailable"] = IngressFault.Unavailable,
        ["lost"] = IngressFault.Lost,
        ["late"] = IngressFault.Late,
        ["afterwards"] = IngressFault.Afterwards,
    };

    public static void Map(IEndpointRouteBuilder control)
    {
        var ingress = control.MapGroup("/ingress");
        ingress.MapGet("", (IngressEndpoints endpoints) => Answer(new { Ingresses = endpoints.All().Select(Told).ToList() }));
        ingress.MapPost("/start", StartAsync);
        ingress.MapPost("/stop", StopAsync);
        ingress.MapPost("/faults", FaultAsync);
    }

    /// <summary><c>stream_key</c> or <c>ingress_id</c>; <c>state</c> <c>buffering</c> stays before the room.</summary>
    private static async Task<IResult> StartAsync(HttpContext context, IngressEndpoints endpoints)
    {
        var body = await ControlBody.ReadAsync(context);
        var which = Which(body);
        var publishes = body.Word("state", "publishing", "publishing", "buffering") == "publishing";
        body.NothingElse();
        return Answer(Told(endpoints.Start(which, publishes)));
    }

    private static async Task<IResult> StopAsync(HttpContext context, IngressEndpoints endpoints)
    {
        var body = await ControlBody.ReadAsync(context);
        var which = Which(body);
        var error = body.TextOrNull("error");
        body.NothingElse();
        return Answer(Told(endpoints.Stop(which, error)));
    }

    /// <summary>What goes wrong with the next so many that are to be made.</summary>
    private static async Task<IResult> FaultAsync(HttpContext context, IngressFaults faults)
    {
        var body = await ControlBody.ReadAsync(context);
        var fault = Faults[body.Word("create", "none", [.. Faults.Keys])];
        var wait = TimeSpan.FromMilliseconds(body.Whole("ms", 0, MaxWaitMs, 0));
        var times = (int)body.Whole("times", 1, 1000, 1);
        body.NothingElse();
        faults.Set(fault, wait, fault == IngressFault.None ? 0 : times);
        return Done();
    }

    private static string Which(ControlBody body) => (body.TextOrNull("stream_key"), body.TextOrNull("ingress_id")) switch
    {
        ({ Length: > 0 } key, null) => key,
        (null, { Length: > 0 } id) => id,
        _ => throw body.Wrong("stream_key", "this or ingress_id is required, and not both"),
    };

    private static object Told(IngressInfo info) => new
    {
        info.IngressId,
        info.Name,
        info.RoomName,
        info.ParticipantIdentity,
        info.ParticipantName,
        Enabled = !info.HasEnabled || info.Enabled,
        Status = info.State.Status.ToString()["Endpoint".Length..].ToLowerInvariant(),
        info.State.Error,
    };
}
