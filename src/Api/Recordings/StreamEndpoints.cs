using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.ObjectStorage;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>A tenant's streams that go out: <c>/v1/streams</c>.</summary>
internal static class StreamEndpoints
{
    private const RecordingPurpose Purpose = RecordingPurpose.Stream;
    private const int MaxUrlLength = 2048;

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/streams", StartAsync).Costs(RouteCost.Start).Needs(Scope.StreamsWrite).Describe(StreamDocs.Start);
        tenant.MapGet("/streams", ListAsync).Costs(RouteCost.Read).Needs(Scope.StreamsRead).Describe(StreamDocs.List);
        tenant.MapGet("/streams/{stream}", GetAsync).Costs(RouteCost.Read).Needs(Scope.StreamsRead).Describe(StreamDocs.Get);
        tenant.MapPost("/streams/{stream}/stop", StopAsync).Costs(RouteCost.Write).Needs(Scope.StreamsWrite).Describe(StreamDocs.Stop);
        tenant.MapPost("/streams/{stream}/layout", LayoutAsync).Costs(RouteCost.Write).Needs(Scope.StreamsWrite).Describe(StreamDocs.Layout);
        tenant.MapPost("/streams/{stream}/urls", UrlsAsync).Costs(RouteCost.Write).Needs(Scope.StreamsWrite).Describe(StreamDocs.Urls);
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls, RecordingStarter starter, ITenantStorages storages, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.StartStreamRequest, Check);
        if (request is null)
        {
            return problem!;
        }

        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "dry_run");
        var dryRun = PageRequest.ReadFlag(context, "dry_run", errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context);
        var asked = new AskedOutput(
            Purpose,
            request.Hls is null ? null : RecordingFormat.Hls,
            [.. request.Urls ?? []],
            request.Preset,
            request.MaxDurationSeconds,
            request.ConsentConfirmed)
        {
            SegmentSeconds = request.Hls?.SegmentSeconds ?? 4,
        };
        var (order, refusal) = await starter.PlanAsync(current, request, asked, context.RequestAborted);
        if (dryRun)
        {
            return Results.Json(
                await RecordingCalls.DryRunAsync(current, order, refusal, storages, time, context.RequestAborted), ApiJson.Default.StartDryRunResponse);
        }

        if (order is null)
        {
            return refusal!;
        }

        var key = new RecordingKey(current.Tenant, current.Mode, IdempotentRequest.Of(context, time).Id("stream"));
        var started = await calls.RepeatableAsync(
            recordings.Get(key.ToString()), order, static (grain, order, giveUp) => grain.StartAsync(order, giveUp), context.RequestAborted);
        if (!started.IsSuccess)
        {
            return started.Error.ToProblem();
        }

        var response = StreamResponse.Of(started.Value);
        context.Response.Headers.Location = $"/v1/streams/{response.Id}";
        return Results.Json(response, ApiJson.Default.StreamResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IRecordingStore store)
    {
        var (query, problem) = RecordingListRequest.Read(context, Purpose);
        if (query is null)
        {
            return problem!;
        }

        var page = await store.ListAsync(query, context.RequestAborted);
        return Results.Json(
            new Page<StreamResponse>([.. page.Take(query.Limit - 1).Select(StreamResponse.Of)], RecordingListRequest.NextOf(query, page)),
            ApiJson.Default.PageStreamResponse);
    }

    private static async Task<IResult> GetAsync(string stream, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls) =>
        RecordingCalls.Find(context, recordings, Purpose, stream) is { } grain
            ? Answer(await calls.RepeatableAsync(grain, default(object), static (grain, _, _) => grain.GetAsync(), context.RequestAborted))
            : RecordingCalls.NoSuch(Purpose);

    private static async Task<IResult> StopAsync(string stream, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls)
    {
        var (grain, problem) = await RecordingCalls.FindOfAsync(context, recordings, calls, Purpose, stream);
        return grain is null
            ? problem!
            : Answer(await calls.RepeatableAsync(grain, default(object), static (grain, _, giveUp) => grain.StopAsync(giveUp), context.RequestAborted));
    }

    private static async Task<IResult> LayoutAsync(string stream, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls)
    {
        var (request, unreadable) = await JsonBody.ReadAsync(context, ApiJson.Default.UpdateLayoutRequest);
        if (request is null)
        {
            return unreadable!;
        }

        var (grain, problem) = await RecordingCalls.FindOfAsync(context, recordings, calls, Purpose, stream);
        return grain is null
            ? problem!
            : Answer(await calls.RepeatableAsync(
                grain, request.Layout!, static (grain, layout, giveUp) => grain.UpdateLayoutAsync(layout, giveUp), context.RequestAborted));
    }

    /// <summary>Not repeated by itself: an address that was added would be refused the second time.</summary>
    private static async Task<IResult> UrlsAsync(string stream, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls)
    {
        var (request, unreadable) = await JsonBody.ReadAsync(context, ApiJson.Default.UpdateStreamUrlsRequest, Check);
        if (request is null)
        {
            return unreadable!;
        }

        var (grain, problem) = await RecordingCalls.FindOfAsync(context, recordings, calls, Purpose, stream);
        if (grain is null)
        {
            return problem!;
        }

        var change = new StreamChange([.. request.Add ?? []], [.. request.Remove ?? []]);
        return Answer(await calls.OnceAsync(
            grain, change, static (grain, change, giveUp) => grain.UpdateStreamsAsync(change, giveUp), context.RequestAborted));
    }

    private static IResult Answer(Result<Recording> answer) =>
        RecordingCalls.Refusal(answer, Purpose) is { } problem ? problem : Results.Json(StreamResponse.Of(answer.Value!), ApiJson.Default.StreamResponse);

    private static void Check(StartStreamRequest request, FieldErrors errors)
    {
        SourceFields.Check(request, errors);
        if ((request.Urls is null) == (request.Hls is null))
        {
            errors.Add("/urls", "give either urls or hls");
        }

        CheckUrls(request.Urls, "/urls", errors);
    }

    private static void Check(UpdateStreamUrlsRequest request, FieldErrors errors)
    {
        if (request is { Add: null, Remove: null })
        {
            errors.Add("/add", "give addresses to add, to remove, or both");
        }

        CheckUrls(request.Add, "/add", errors);
        CheckUrls(request.Remove, "/remove", errors);
    }

    /// <summary>No error repeats an address: it carries a key.</summary>
    private static void CheckUrls(IReadOnlyList<string>? urls, string pointer, FieldErrors errors)
    {
        var protocols = new HashSet<string>();
        for (var i = 0; i < (urls?.Count ?? 0); i++)
        {
            if (urls![i] is not { Length: > 0 and <= MaxUrlLength } text || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0
                || url.Scheme is not ("rtmp" or "rtmps" or "srt"))
            {
                errors.Add($"{pointer}/{i}", $"has to be an address of rtmp, rtmps or srt of at most {MaxUrlLength} characters");
                continue;
            }

            if (protocols.Add(url.Scheme == "srt" ? "srt" : "rtmp") && protocols.Count > 1)
            {
                errors.Add($"{pointer}/{i}", "is of another protocol than the others; start one stream for RTMP and one for SRT");
            }
        }
    }
}
