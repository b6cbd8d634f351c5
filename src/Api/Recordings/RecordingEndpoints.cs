using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>A tenant's recordings: <c>/v1/recordings</c>.</summary>
internal static class RecordingEndpoints
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    private static readonly RecordingShape<RecordingResponse> Shape = new(
        RecordingPurpose.Recording, "/v1/recordings", RecordingResponse.Of, ApiJson.Default.RecordingResponse, ApiJson.Default.PageRecordingResponse);

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/recordings", StartAsync).Costs(RouteCost.Start).Needs(Scope.RecordingsWrite).Describe(RecordingDocs.Start);
        tenant.MapGet("/recordings", static (HttpContext context, RecordingOperations operations) => operations.ListAsync(Shape, context))
            .Costs(RouteCost.Read).Needs(Scope.RecordingsRead).Describe(RecordingDocs.List);
        tenant.MapGet(
            "/recordings/{recording}",
            static (string recording, HttpContext context, RecordingOperations operations) => operations.GetAsync(Shape, recording, context))
            .Costs(RouteCost.Read).Needs(Scope.RecordingsRead).Describe(RecordingDocs.Get);
        tenant.MapPost(
            "/recordings/{recording}/stop",
            static (string recording, HttpContext context, RecordingOperations operations) => operations.StopAsync(Shape, recording, context))
            .Costs(RouteCost.Write).Needs(Scope.RecordingsWrite).Describe(RecordingDocs.Stop);
        tenant.MapPost(
            "/recordings/{recording}/layout",
            static (string recording, HttpContext context, RecordingOperations operations) => operations.UpdateLayoutAsync(Shape, recording, context))
            .Costs(RouteCost.Write).Needs(Scope.RecordingsWrite).Describe(RecordingDocs.Layout);
        tenant.MapPost("/recordings/{recording}/download", DownloadAsync)
            .Costs(RouteCost.Write).Needs(Scope.RecordingsRead).Audited().Describe(RecordingDocs.Download);
        tenant.MapDelete(
            "/recordings/{recording}",
            static (string recording, HttpContext context, RecordingOperations operations) =>
                operations.CallAsync(Shape, recording, context, default(object), static (grain, _, giveUp) => grain.DeleteFileAsync(giveUp)))
            .Costs(RouteCost.Write).Needs(Scope.RecordingsWrite).Audited().Describe(RecordingDocs.Delete);
    }

    private static async Task<IResult> StartAsync(HttpContext context, RecordingOperations operations)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.StartRecordingRequest, Check);
        return request is null
            ? problem!
            : await operations.StartAsync(
                Shape, context, request, new AskedOutput(RecordingFormats.Of(request.Format, IsAudioOnly(request)), [], request.Preset, request.MaxDurationSeconds, request.ConsentConfirmed));
    }

    private static async Task<IResult> DownloadAsync(string recording, HttpContext context, RecordingOperations operations, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.DownloadRequest);
        if (request is null)
        {
            return problem!;
        }

        if (operations.Find(context, Shape.Purpose, recording) is not { } grain)
        {
            return RecordingOperations.NoSuch(Shape.Purpose);
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

    private static void Check(StartRecordingRequest request, FieldErrors errors)
    {
        SourceFields.Check(request, errors);
        RecordingFormats.Check(request.Format, IsAudioOnly(request), "/format", errors);
    }

    private static bool IsAudioOnly(StartRecordingRequest request) =>
        request.AudioOnly == true || (request.Kind == "track_composite" && request.VideoTrackId is null);
}
