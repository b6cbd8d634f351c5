using System.Text.Json;
using RelayKit.LiveKit.Simulator.Control;
using RelayKit.LiveKit.Simulator.ObjectStore.Authentication;
using RelayKit.LiveKit.Simulator.ObjectStore.Faults;
using RelayKit.LiveKit.Simulator.ObjectStore.Objects;
using RelayKit.LiveKit.Simulator.ObjectStore.Operations;
using RelayKit.LiveKit.Simulator.Rooms;
using static RelayKit.LiveKit.Simulator.Control.ControlJson;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Control;

/// <summary><c>/sim</c> at the object store's address: what goes wrong in it, who may do what, and what is in it. Not part of S3.</summary>
internal static class StoreControlEndpoints
{
    private const long MaxMs = 24 * 60 * 60 * 1000;

    private static readonly string[] Kinds = [.. Enum.GetNames<StoreFaultKind>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/" + ObjectStoreOptions.ControlName).AddEndpointFilter(ExplainAsync);
        control.MapPost("/faults", AddFaultAsync);
        control.MapGet("/faults", (StoreFaults faults) => Answer(new { Faults = faults.All.Select(Show) }));
        control.MapDelete("/faults", ClearFaults);
        control.MapPost("/corrupt", CorruptAsync);
        control.MapGet("/objects", ListObjects);
        control.MapGet("/requests", (RequestCounters counters) => Answer(new { Requests = counters.Snapshot() }));
        control.MapPost("/keys", ReplaceKeyAsync);
        control.MapPost("/keys/revoke", RevokeKeyAsync);
    }

    private static async Task<IResult> AddFaultAsync(HttpContext context, ObjectStoreOptions options, StoreFaults faults, TimeProvider time)
    {
        var body = await ControlBody.ReadAsync(context);
        var kind = Enum.GetValues<StoreFaultKind>()[Array.IndexOf(Kinds, body.Word("fault", "", Kinds))];
        var fault = new StoreFault(kind)
        {
            Bucket = body.TextOrNull("bucket") is { } bucket ? Known(options, body, bucket) : null,
            Operation = body.Word("operation", "", ["", .. S3Operation.All]) is { Length: > 0 } operation ? operation : null,
            Count = body.WholeOrNull("count", 1, int.MaxValue),
            Until = body.WholeOrNull("for_ms", 1, MaxMs) is { } ms ? time.GetUtcNow().AddMilliseconds(ms) : DateTimeOffset.MaxValue,
            Wait = TimeSpan.FromMilliseconds(kind == StoreFaultKind.Slow ? body.Whole("wait_ms", 1, MaxMs) : 0),
            Location = body.TextOrNull("location"),
        };
        if (fault.Location is not null && !Uri.TryCreate(fault.Location, UriKind.Absolute, out _))
        {
            throw body.Wrong("location", "has to be an absolute address");
        }

        body.NothingElse();
        faults.Add(fault);
        return Done();
    }

    private static IResult ClearFaults(StoreFaults faults)
    {
        faults.Clear();
        return Done();
    }

    private static async Task<IResult> CorruptAsync(HttpContext context, ObjectStoreOptions options, ObjectIndex index, ObjectFiles files)
    {
        var body = await ControlBody.ReadAsync(context);
        var bucket = Known(options, body, body.Text("bucket"));
        var entry = index.Find(bucket, body.Text("key")) ?? throw new NodeException("not_found", "key: there is no such object");
        if (entry.Size == 0)
        {
            throw new NodeException("failed_precondition", "key: the object is empty");
        }

        var at = body.Whole("at", 0, entry.Size - 1, entry.Size / 2);
        body.NothingElse();
        files.Corrupt(entry.File, at);
        return Done();
    }

    private static IResult ListObjects(HttpContext context, ObjectStoreOptions options, ObjectIndex index)
    {
        var bucket = Required(context.Request.Query["bucket"], "bucket");
        return options.Buckets.Any(known => known.Name == bucket)
            ? Answer(new
            {
                Objects = index.List(bucket).Select(entry => new
                {
                    entry.Key,
                    entry.Size,
                    Etag = entry.ETag,
                    LastModifiedMs = entry.LastModified.ToUnixTimeMilliseconds(),
                    Headers = entry.Headers.Values,
                }),
            })
            : throw new NodeException("not_found", "bucket: there is no such bucket");
    }

    private static async Task<IResult> ReplaceKeyAsync(HttpContext context, KeyRing keys)
    {
        var body = await ControlBody.ReadAsync(context);
        var acts = body.Part("may") is { } may ? ReadActs(may) : ObjectStoreActs.All;
        var key = new ObjectStoreKey(
            body.Text("access_key_id"),
            body.Text("secret"),
            [new ObjectStoreGrant(acts, body.TextOrNull("bucket"), body.TextOrNull("prefix") ?? "")]);
        body.NothingElse();
        keys.Replace(key);
        return Done();
    }

    private static ObjectStoreActs ReadActs(ControlBody may)
    {
        var acts = Enum.GetValues<ObjectStoreActs>()
            .Where(act => act is not (ObjectStoreActs.None or ObjectStoreActs.All) && may.Flag(JsonNamingPolicy.SnakeCaseLower.ConvertName(act.ToString()), false))
            .Aggregate(ObjectStoreActs.None, (sum, act) => sum | act);
        may.NothingElse();
        return acts;
    }

    private static async Task<IResult> RevokeKeyAsync(HttpContext context, KeyRing keys)
    {
        var body = await ControlBody.ReadAsync(context);
        var id = body.Text("access_key_id");
        body.NothingElse();
        return keys.Revoke(id) ? Done() : throw new NodeException("not_found", "access_key_id: there is no such key");
    }

    private static object Show(StoreFault fault) => new
    {
        Fault = JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Kind.ToString()),
        fault.Bucket,
        fault.Operation,
        fault.Count,
        WaitMs = fault.Wait.TotalMilliseconds,
        fault.Location,
    };

    private static string Known(ObjectStoreOptions options, ControlBody body, string bucket) =>
        options.Buckets.Any(known => known.Name == bucket) ? bucket : throw body.Wrong("bucket", "there is no such bucket");
}
