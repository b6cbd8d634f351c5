using RelayKit.LiveKit.Simulator.Egress;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>What really became of egresses, what becomes of the next ones, and a hand on those that go on.</summary>
internal static class EgressEndpoints
{
    private const int MaxScripted = 1_000_000;
    private const int MaxErrorCode = 599;
    private const long MaxAdvanceMs = 7L * 24 * 60 * 60 * 1000;

    public static void Map(IEndpointRouteBuilder egress)
    {
        egress.MapGet("", Read);
        egress.MapPost("/script", SetScriptAsync);
        egress.MapPost("/script/next", AddScriptAsync);
        egress.MapDelete("/script", ClearScripts);
        egress.MapPost("/backup", SetBackupAsync);
        egress.MapDelete("/backup", ClearBackup);
        egress.MapPost("/finish", (HttpContext context, EgressWorker worker) => ActAsync(context, worker.CloseSource));
        egress.MapPost("/limit", (HttpContext context, EgressWorker worker) => ActAsync(context, worker.ReachLimit));
        egress.MapPost("/kill", (HttpContext context, EgressWorker worker) => ActAsync(context, worker.Kill));
        egress.MapPost("/forget", (HttpContext context, EgressWorker worker) => ActAsync(context, worker.Forget));
        egress.MapPost("/repeat", (HttpContext context, EgressWorker worker) => ActAsync(context, worker.Repeat));
        egress.MapPost("/advance", AdvanceAsync);
        egress.MapPost("/fail", FailAsync);
        egress.MapPost("/fail-stream", FailStreamAsync);
    }

    private static IResult Read(HttpContext context, EgressWorker worker, EgressScripts scripts)
    {
        var (room, id) = (context.Request.Query["room"].ToString(), context.Request.Query["egress_id"].ToString());
        return Answer(new
        {
            Egresses = worker.Read((egresses, now) => egresses
                .Where(egress => room.Length == 0 || egress.Info.RoomName == room)
                .Where(egress => id.Length == 0 || egress.Id == id)
                .Select(egress => EgressTruth.Of(egress, now))
                .ToList()),
            Scripted = scripts.Remaining,
        });
    }

    private static async Task<IResult> SetScriptAsync(HttpContext context, EgressScripts scripts)
    {
        var body = await ControlBody.ReadAsync(context);
        var script = EgressScriptBody.Read(body);
        body.NothingElse();
        scripts.SetAll(script);
        return Done();
    }

    private static async Task<IResult> AddScriptAsync(HttpContext context, EgressScripts scripts)
    {
        var body = await ControlBody.ReadAsync(context);
        var (room, count) = (body.TextOrNull("room"), (int)body.Whole("count", 1, MaxScripted, 1));
        var script = EgressScriptBody.Read(body);
        body.NothingElse();
        scripts.Add(new ScriptedEgresses(room, script, count));
        return Done();
    }

    private static IResult ClearScripts(EgressScripts scripts)
    {
        scripts.Clear();
        return Done();
    }

    private static async Task<IResult> SetBackupAsync(HttpContext context, EgressUploads uploads)
    {
        var body = await ControlBody.ReadAsync(context);
        var backup = new EgressBackupStorage
        {
            Endpoint = body.TextOrNull("endpoint"),
            Region = body.Text("region"),
            Bucket = body.Text("bucket"),
            ForcePathStyle = body.Flag("force_path_style", false),
            AccessKey = body.Text("access_key"),
            Secret = body.Text("secret"),
            Prefix = body.TextOrNull("prefix") ?? "",
        };
        body.NothingElse();
        uploads.Backup = backup;
        return Done();
    }

    private static IResult ClearBackup(EgressUploads uploads)
    {
        uploads.Backup = null;
        return Done();
    }

    private static async Task<IResult> ActAsync(HttpContext context, Action<string> act)
    {
        var body = await ControlBody.ReadAsync(context);
        var id = body.Text("egress_id");
        body.NothingElse();
        act(id);
        return Done();
    }

    private static async Task<IResult> AdvanceAsync(HttpContext context, EgressWorker worker)
    {
        var body = await ControlBody.ReadAsync(context);
        var (id, ms) = (body.Text("egress_id"), body.Whole("ms", 1, MaxAdvanceMs));
        body.NothingElse();
        worker.Advance(id, TimeSpan.FromMilliseconds(ms));
        return Done();
    }

    private static async Task<IResult> FailAsync(HttpContext context, EgressWorker worker)
    {
        var body = await ControlBody.ReadAsync(context);
        var (id, error) = (body.Text("egress_id"), body.TextOrNull("error") ?? "pipeline frozen");
        var (code, details) = ((int)body.Whole("code", 0, MaxErrorCode, 500), body.TextOrNull("details") ?? "End reason: Failure");
        body.NothingElse();
        worker.Fail(id, error, code, details);
        return Done();
    }

    private static async Task<IResult> FailStreamAsync(HttpContext context, EgressWorker worker)
    {
        var body = await ControlBody.ReadAsync(context);
        var (id, url, error) = (body.Text("egress_id"), body.Text("url"), body.TextOrNull("error") ?? "could not connect");
        body.NothingElse();
        worker.FailStream(id, url, error);
        return Done();
    }
}
