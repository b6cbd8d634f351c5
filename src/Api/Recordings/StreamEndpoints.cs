using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>A tenant's streams that go out: <c>/v1/streams</c>.</summary>
internal static class StreamEndpoints
{
    private const int MaxUrlLength = 2048;

    private static readonly RecordingShape<StreamResponse> Shape = new(
        RecordingPurpose.Stream, "/v1/streams", StreamResponse.Of, ApiJson.Default.StreamResponse, ApiJson.Default.PageStreamResponse);

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapPost("/streams", StartAsync).Costs(RouteCost.Start).Needs(Scope.StreamsWrite).Describe(StreamDocs.Start);
        tenant.MapGet("/streams", static (HttpContext context, RecordingOperations operations) => operations.ListAsync(Shape, context))
            .Costs(RouteCost.Read).Needs(Scope.StreamsRead).Describe(StreamDocs.List);
        tenant.MapGet(
            "/streams/{stream}", static (string stream, HttpContext context, RecordingOperations operations) => operations.GetAsync(Shape, stream, context))
            .Costs(RouteCost.Read).Needs(Scope.StreamsRead).Describe(StreamDocs.Get);
        tenant.MapPost(
            "/streams/{stream}/stop",
            static (string stream, HttpContext context, RecordingOperations operations) => operations.StopAsync(Shape, stream, context))
            .Costs(RouteCost.Write).Needs(Scope.StreamsWrite).Describe(StreamDocs.Stop);
        tenant.MapPost(
            "/streams/{stream}/layout",
            static (string stream, HttpContext context, RecordingOperations operations) => operations.UpdateLayoutAsync(Shape, stream, context))
            .Costs(RouteCost.Write).Needs(Scope.StreamsWrite).Describe(StreamDocs.Layout);
        tenant.MapPost("/streams/{stream}/urls", UrlsAsync).Costs(RouteCost.Write).Needs(Scope.StreamsWrite).Describe(StreamDocs.Urls);
    }

    private static async Task<IResult> StartAsync(HttpContext context, RecordingOperations operations)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.StartStreamRequest, Check);
        if (request is null)
        {
            return problem!;
        }

        RecordingFormat? format = request.Hls is null ? null : RecordingFormat.Hls;
        var asked = new AskedOutput(format, [.. request.Urls ?? []], request.Preset, request.MaxDurationSeconds, request.ConsentConfirmed);
        return await operations.StartAsync(
            Shape, context, request, request.Hls?.SegmentSeconds is { } seconds ? asked with { SegmentSeconds = seconds } : asked);
    }

    /// <summary>Not repeated by itself: an address that was added would be refused the second time.</summary>
    private static async Task<IResult> UrlsAsync(string stream, HttpContext context, RecordingOperations operations, GrainCalls calls)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.UpdateStreamUrlsRequest, Check);
        if (request is null)
        {
            return problem!;
        }

        if (operations.Find(context, Shape.Purpose, stream) is not { } grain)
        {
            return RecordingOperations.NoSuch(Shape.Purpose);
        }

        var change = new StreamChange([.. request.Add ?? []], [.. request.Remove ?? []]);
        return RecordingOperations.Answer(
            Shape,
            await calls.OnceAsync(grain, change, static (grain, change, giveUp) => grain.UpdateStreamsAsync(change, giveUp), context.RequestAborted));
    }

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
