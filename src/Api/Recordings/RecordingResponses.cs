using RelayKit.Api.Problems;
using RelayKit.Api.Sessions;
using RelayKit.Identifiers;
using RelayKit.Limits;
using RelayKit.Recordings;

namespace RelayKit.Api.Recordings;

/// <summary>A recording.</summary>
/// <param name="Id"><c>rec_…</c>.</param>
/// <param name="Room">The room; null of a web page.</param>
/// <param name="SessionId">The session that was recorded, <c>ses_…</c>; null of a web page.</param>
/// <param name="Kind">What is recorded.</param>
/// <param name="Status">How far it has come. <c>starting</c> records nothing yet; <c>aborted</c> never did; <c>limit_reached</c> left what was recorded until then.</param>
/// <param name="Presumed">Whether its end was concluded by RelayKit, since LiveKit says nothing of it.</param>
/// <param name="Automatic">Whether a rule of the room or the tenant has started it.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="StartedAt">When its media began, by LiveKit's clock; null before.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="DurationMs">How long it plays; null until it is written.</param>
/// <param name="SizeBytes">Its size; null until it is written.</param>
/// <param name="Layout">Layout of a room composite; null of other kinds.</param>
/// <param name="Identity">Who is recorded; null for all.</param>
/// <param name="PageUrl">The page, without query; null of a room.</param>
/// <param name="Format">The form of the file.</param>
/// <param name="Bucket">The bucket that the file goes to.</param>
/// <param name="Key">The file's key there.</param>
/// <param name="File">
/// What became of the file: <c>none</c> yet or ever, <c>pending</c> until the bucket was asked, <c>present</c> in the size that LiveKit told, <c>missing</c>,
/// <c>mismatched</c>, <c>rescued</c> into managed storage for now, or <c>deleted</c>.
/// </param>
/// <param name="Usable">Whether there is a file that can be downloaded.</param>
/// <param name="Sha256">The file's SHA-256 in hexadecimal, where RelayKit has moved it; null elsewhere: it does not read files otherwise.</param>
/// <param name="Error">What went wrong, with the recording or its file; null when nothing did.</param>
internal sealed record RecordingResponse(
    string Id,
    string? Room,
    string? SessionId,
    string Kind,
    string Status,
    bool Presumed,
    bool Automatic,
    DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    long? DurationMs,
    long? SizeBytes,
    string? Layout,
    string? Identity,
    string? PageUrl,
    string? Format,
    string? Bucket,
    string? Key,
    string File,
    bool Usable,
    string? Sha256,
    RecordingErrorResponse? Error)
{
    public static RecordingResponse Of(Recording recording) => new(
        recording.PublicId,
        recording.Source.Room?.Room.Name,
        recording.Source.Session is { } session ? PublicId.Format(PublicId.Session, session) : null,
        recording.Source.Kind.Word(),
        recording.Status.Word(),
        recording.Fact?.IsPresumed ?? false,
        recording.IsAutomatic,
        recording.RequestedAt,
        Instants.Of(recording.Fact?.StartedAtMs),
        Instants.Of(recording.Fact?.EndedAtMs),
        recording.Fact?.DurationMs,
        recording.Fact?.SizeBytes,
        recording.Source.Layout is { Length: > 0 } layout ? layout : null,
        recording.Source.Identity,
        recording.Source.Url,
        recording.Format?.Word(),
        recording.Place?.Bucket,
        recording.Place?.Key,
        recording.File.Word(),
        recording.File is RecordingFile.Pending or RecordingFile.Present or RecordingFile.Mismatched or RecordingFile.Rescued,
        recording.Sha256,
        RecordingErrorResponse.Of(recording));
}

/// <summary>What went wrong with a recording or stream.</summary>
/// <param name="Code">LiveKit's number, one of HTTP's; 0 where RelayKit concluded it or LiveKit gives none.</param>
/// <param name="Message">In words: LiveKit's own, else RelayKit's.</param>
internal sealed record RecordingErrorResponse(int Code, string Message)
{
    public static RecordingErrorResponse? Of(Recording recording) =>
        recording.Fact?.Error is { } error ? new RecordingErrorResponse(recording.Fact.ErrorCode, error)
        : recording.FileError is { } file ? new RecordingErrorResponse(0, file)
        : null;
}

/// <summary>A stream that goes out.</summary>
/// <param name="Id"><c>str_…</c>.</param>
/// <param name="Room">The room; null of a web page.</param>
/// <param name="SessionId">The session that is streamed, <c>ses_…</c>; null of a web page.</param>
/// <param name="Kind">What is streamed.</param>
/// <param name="Status">How far it has come, as of a recording.</param>
/// <param name="Presumed">Whether its end was concluded by RelayKit, since LiveKit says nothing of it.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="StartedAt">When its media began, by LiveKit's clock; null before.</param>
/// <param name="EndedAt">When it ended; null while it goes on.</param>
/// <param name="DurationMs">How long it has streamed; null until LiveKit tells.</param>
/// <param name="Layout">Layout of a room composite; null of other kinds.</param>
/// <param name="Identity">Who is streamed; null for all.</param>
/// <param name="PageUrl">The page, without query; null of a room.</param>
/// <param name="Outputs">Where it goes, without keys; empty of HLS.</param>
/// <param name="Hls">Where the playlist lies; null of RTMP and SRT.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
internal sealed record StreamResponse(
    string Id,
    string? Room,
    string? SessionId,
    string Kind,
    string Status,
    bool Presumed,
    DateTimeOffset RequestedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    long? DurationMs,
    string? Layout,
    string? Identity,
    string? PageUrl,
    IReadOnlyList<StreamOutputResponse> Outputs,
    HlsResponse? Hls,
    RecordingErrorResponse? Error)
{
    public static StreamResponse Of(Recording stream) => new(
        stream.PublicId,
        stream.Source.Room?.Room.Name,
        stream.Source.Session is { } session ? PublicId.Format(PublicId.Session, session) : null,
        stream.Source.Kind.Word(),
        stream.Status.Word(),
        stream.Fact?.IsPresumed ?? false,
        stream.RequestedAt,
        Instants.Of(stream.Fact?.StartedAtMs),
        Instants.Of(stream.Fact?.EndedAtMs),
        stream.Fact?.DurationMs,
        stream.Source.Layout is { Length: > 0 } layout ? layout : null,
        stream.Source.Identity,
        stream.Source.Url,
        [.. stream.Outputs.Select(StreamOutputResponse.Of)],
        stream.Place is { } place ? new HlsResponse(place.Bucket, place.Key, stream.File.Word(), stream.Fact?.SizeBytes) : null,
        RecordingErrorResponse.Of(stream));
}

/// <summary>One address that a stream goes to.</summary>
/// <param name="Url">The address without its key: <c>rtmps://live.example.com/app/***</c>.</param>
/// <param name="Status"><c>starting</c>, <c>active</c>, <c>finished</c> or <c>failed</c>.</param>
/// <param name="StartedAt">When it began; null before.</param>
/// <param name="EndedAt">When it ended; null before.</param>
/// <param name="Retries">How often the connection was made anew.</param>
/// <param name="Error">LiveKit's text of what went wrong; null when nothing did.</param>
internal sealed record StreamOutputResponse(
    string Url, string Status, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int Retries, string? Error)
{
    public static StreamOutputResponse Of(StreamOutput output) => new(
        output.Url, output.Status, Instants.Of(output.StartedAtMs), Instants.Of(output.EndedAtMs), output.Retries, output.Error);
}

/// <summary>A playlist of HLS in a bucket.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key of <c>index.m3u8</c>; <c>live.m3u8</c> and the segments lie beside it.</param>
/// <param name="File">What became of it, as of a recording.</param>
/// <param name="SizeBytes">The size of all segments; null until it is written.</param>
internal sealed record HlsResponse(string Bucket, string Key, string File, long? SizeBytes);

/// <summary>What a start would come to; nothing was done.</summary>
/// <param name="WouldStart">Whether it would start now.</param>
/// <param name="Code">The error that it would meet; null when it would start.</param>
/// <param name="Detail">The same in words.</param>
/// <param name="Bucket">The bucket that its file would go to; null where it has none.</param>
/// <param name="Key">The file's key, with an id that no recording has; null where it has none.</param>
/// <param name="MaxDurationSeconds">After how many seconds it would be stopped.</param>
/// <param name="Limits">The limits that it would be held to.</param>
internal sealed record StartDryRunResponse(
    bool WouldStart,
    string? Code,
    string? Detail,
    string? Bucket,
    string? Key,
    int MaxDurationSeconds,
    IReadOnlyList<StartLimitResponse> Limits);

/// <summary>A limit of recordings or streams.</summary>
/// <param name="Name"><c>recordings</c>, <c>streams</c>, <c>recording_minutes</c> or <c>recording_bytes</c>.</param>
/// <param name="Value">The limit.</param>
/// <param name="Used">What is used of it.</param>
/// <param name="RaisedBy">Who can raise it: <c>tenant</c> or <c>operator</c>.</param>
internal sealed record StartLimitResponse(string Name, long Value, long? Used, string RaisedBy)
{
    public static StartLimitResponse Of(ReachedLimit limit, long? used) => new(limit.Name, limit.Value, used, LimitDetail.Of(limit).RaisedBy);
}

/// <summary>A link by which anybody can read a file for some time.</summary>
/// <param name="Url">The link, to the bucket itself: RelayKit is not in between.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
/// <param name="SizeBytes">The file's size; null where it is not known.</param>
internal sealed record DownloadResponse(Uri Url, DateTimeOffset ExpiresAt, long? SizeBytes);
