using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
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

/// <summary>A tenant's recordings: <c>/v1/recordings</c>.</summary>
internal static class RecordingEndpoints
{
    private const RecordingPurpose Purpose = RecordingPurpose.Recording;
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/recordings", StartAsync).Costs(RouteCost.Start).Needs(Scope.RecordingsWrite).Describe(RecordingDocs.Start);
        tenant.MapGet("/recordings", ListAsync).Costs(RouteCost.Read).Needs(Scope.RecordingsRead).Describe(RecordingDocs.List);
        tenant.MapGet("/recordings/{recording}", GetAsync).Costs(RouteCost.Read).Needs(Scope.RecordingsRead).Describe(RecordingDocs.Get);
        tenant.MapPost("/recordings/{recording}/stop", StopAsync).Costs(RouteCost.Write).Needs(Scope.RecordingsWrite).Describe(RecordingDocs.Stop);
        tenant.MapPost("/recordings/{recording}/layout", LayoutAsync).Costs(RouteCost.Write).Needs(Scope.RecordingsWrite).Describe(RecordingDocs.Layout);
        tenant.MapPost("/recordings/{recording}/download", DownloadAsync)
            .Costs(RouteCost.Write).Needs(Scope.RecordingsRead).Audited().Describe(RecordingDocs.Download);
        tenant.MapDelete("/recordings/{recording}", DeleteAsync)
            .Costs(RouteCost.Write).Needs(Scope.RecordingsWrite).Audited().Describe(RecordingDocs.Delete);
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls, RecordingStarter starter, ITenantStorages storages, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.StartRecordingRequest, Check);
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
        var asked = new AskedOutput(Purpose, FormatOf(request), [], request.Preset, request.MaxDurationSeconds, request.ConsentConfirmed);
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

        var key = new RecordingKey(current.Tenant, current.Mode, IdempotentRequest.Of(context, time).Id("recording"));
        var started = await calls.RepeatableAsync(
            recordings.Get(key.ToString()), order, static (grain, order, giveUp) => grain.StartAsync(order, giveUp), context.RequestAborted);
        if (!started.IsSuccess)
        {
            return started.Error.ToProblem();
        }

        var response = RecordingResponse.Of(started.Value);
        context.Response.Headers.Location = $"/v1/recordings/{response.Id}";
        return Results.Json(response, ApiJson.Default.RecordingResponse, statusCode: StatusCodes.Status201Created);
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
            new Page<RecordingResponse>([.. page.Take(query.Limit - 1).Select(RecordingResponse.Of)], RecordingListRequest.NextOf(query, page)),
            ApiJson.Default.PageRecordingResponse);
    }

    private static async Task<IResult> GetAsync(string recording, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls) =>
        RecordingCalls.Find(context, recordings, Purpose, recording) is { } grain
            ? Answer(await calls.RepeatableAsync(grain, default(object), static (grain, _, _) => grain.GetAsync(), context.RequestAborted))
            : RecordingCalls.NoSuch(Purpose);

    private static async Task<IResult> StopAsync(string recording, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls)
    {
        var (grain, problem) = await RecordingCalls.FindOfAsync(context, recordings, calls, Purpose, recording);
        return grain is null
            ? problem!
            : Answer(await calls.RepeatableAsync(grain, default(object), static (grain, _, giveUp) => grain.StopAsync(giveUp), context.RequestAborted));
    }

    private static async Task<IResult> LayoutAsync(string recording, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls)
    {
        var (request, unreadable) = await JsonBody.ReadAsync(context, ApiJson.Default.UpdateLayoutRequest);
        if (request is null)
        {
            return unreadable!;
        }

        var (grain, problem) = await RecordingCalls.FindOfAsync(context, recordings, calls, Purpose, recording);
        return grain is null
            ? problem!
            : Answer(await calls.RepeatableAsync(
                grain, request.Layout!, static (grain, layout, giveUp) => grain.UpdateLayoutAsync(layout, giveUp), context.RequestAborted));
    }

    private static async Task<IResult> DownloadAsync(string recording, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls)
    {
        var (request, unreadable) = await JsonBody.ReadAsync(context, ApiJson.Default.DownloadRequest);
        if (request is null)
        {
            return unreadable!;
        }

        var (grain, problem) = await RecordingCalls.FindOfAsync(context, recordings, calls, Purpose, recording);
        if (grain is null)
        {
            return problem!;
        }

        var lifetime = request.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLifetime;
        var link = await calls.RepeatableAsync(
            grain,
            (Lifetime: lifetime, Inline: request.Disposition == "inline"),
            static (grain, asked, giveUp) => grain.LinkAsync(asked.Lifetime, asked.Inline, giveUp),
            context.RequestAborted);
        return link.IsSuccess
            ? Results.Json(new DownloadResponse(link.Value.Url, link.Value.ExpiresAt, link.Value.SizeBytes), ApiJson.Default.DownloadResponse)
            : link.Error.ToProblem();
    }

    private static async Task<IResult> DeleteAsync(string recording, HttpContext context, GrainReferences<IRecordingGrain> recordings, GrainCalls calls)
    {
        var (grain, problem) = await RecordingCalls.FindOfAsync(context, recordings, calls, Purpose, recording);
        return grain is null
            ? problem!
            : Answer(await calls.RepeatableAsync(grain, default(object), static (grain, _, giveUp) => grain.DeleteFileAsync(giveUp), context.RequestAborted));
    }

    private static IResult Answer(Result<Recording> answer) =>
        RecordingCalls.Refusal(answer, Purpose) is { } problem ? problem : Results.Json(RecordingResponse.Of(answer.Value!), ApiJson.Default.RecordingResponse);

    private static void Check(StartRecordingRequest request, FieldErrors errors)
    {
        SourceFields.Check(request, errors);
        if (request.Format is "ogg" or "mp3" && !IsAudioOnly(request))
        {
            errors.Add("/format", "has no video: set audio_only, or take mp4");
        }
    }

    private static RecordingFormat FormatOf(StartRecordingRequest request) =>
        request.Format is { } word ? RecordingWords.ParseFormat(word) : IsAudioOnly(request) ? RecordingFormat.Ogg : RecordingFormat.Mp4;

    private static bool IsAudioOnly(StartRecordingRequest request) =>
        request.AudioOnly == true || (request.Kind == "track_composite" && request.VideoTrackId is null);
}
