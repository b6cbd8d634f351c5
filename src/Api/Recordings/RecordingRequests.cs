using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Recordings;

/// <summary>What a recording and a stream both take their media from.</summary>
internal interface ISourceFields
{
    /// <summary>What it is.</summary>
    string? Kind { get; }

    /// <summary>The room.</summary>
    string? Room { get; }

    /// <summary>Layout of a room composite.</summary>
    string? Layout { get; }

    /// <summary>Without video.</summary>
    bool? AudioOnly { get; }

    /// <summary>Without audio.</summary>
    bool? VideoOnly { get; }

    /// <summary>Whom to record.</summary>
    string? Identity { get; }

    /// <summary>The screen share in place of camera and microphone.</summary>
    bool? ScreenShare { get; }

    /// <summary>The audio track.</summary>
    string? AudioTrackId { get; }

    /// <summary>The video track.</summary>
    string? VideoTrackId { get; }

    /// <summary>The page's address.</summary>
    string? PageUrl { get; }

    /// <summary>A page that says itself when to begin.</summary>
    bool? AwaitStartSignal { get; }
}

/// <summary>Starts a recording.</summary>
/// <param name="Kind">What is recorded: a whole room, one participant, single tracks or a web page. Left out, the room.</param>
/// <param name="Room">The room; it has to be live. Not for a web page.</param>
/// <param name="Layout">How a whole room is laid out: <c>grid</c>, <c>speaker</c> or <c>single-speaker</c>, each also with <c>-light</c> or <c>-dark</c>.</param>
/// <param name="AudioOnly">Without video; of a whole room or a web page.</param>
/// <param name="VideoOnly">Without audio; of a whole room or a web page.</param>
/// <param name="Identity">Whom to record, of <c>participant</c>.</param>
/// <param name="ScreenShare">That participant's screen share in place of camera and microphone.</param>
/// <param name="AudioTrackId">LiveKit's sid of the audio track (<c>TR_…</c>), of <c>track_composite</c>.</param>
/// <param name="VideoTrackId">LiveKit's sid of the video track, of <c>track_composite</c>.</param>
/// <param name="PageUrl">The page's address, of <c>web_page</c>; a public host.</param>
/// <param name="AwaitStartSignal">Whether the page says itself when to begin, by logging <c>START_RECORDING</c>.</param>
/// <param name="Format">The file: <c>mp4</c>, or <c>ogg</c> or <c>mp3</c> where there is audio only. Left out, <c>mp4</c>, and <c>ogg</c> with audio only.</param>
/// <param name="Preset">Size and frame rate; left out, <c>720p30</c>.</param>
/// <param name="MaxDurationSeconds">After how many seconds it is stopped, 60 to 86,400; left out, the operator's limit, 3 hours by default.</param>
/// <param name="ConsentConfirmed">That everybody who is recorded has agreed. Needed unless the tenant has set <c>recording_consent_required</c> to false.</param>
internal sealed record StartRecordingRequest(
    [property: SourceKind] string? Kind,
    [property: RoomName] string? Room,
    [property: Layout] string? Layout,
    bool? AudioOnly,
    bool? VideoOnly,
    [property: Identity] string? Identity,
    bool? ScreenShare,
    [property: Title(64)] string? AudioTrackId,
    [property: Title(64)] string? VideoTrackId,
    [property: Title(2048)] string? PageUrl,
    bool? AwaitStartSignal,
    [property: OneOf("mp4", "ogg", "mp3")] string? Format,
    [property: Preset] string? Preset,
    [property: Between(60, 86_400)] int? MaxDurationSeconds,
    bool? ConsentConfirmed) : ISourceFields;

/// <summary>Starts a stream: to RTMP or SRT, or as HLS into the tenant's storage.</summary>
/// <param name="Kind">What is streamed, as of a recording. Left out, the room.</param>
/// <param name="Room">The room; it has to be live. Not for a web page.</param>
/// <param name="Layout">How a whole room is laid out, as of a recording.</param>
/// <param name="AudioOnly">Without video.</param>
/// <param name="VideoOnly">Without audio.</param>
/// <param name="Identity">Whom to stream, of <c>participant</c>.</param>
/// <param name="ScreenShare">That participant's screen share in place of camera and microphone.</param>
/// <param name="AudioTrackId">LiveKit's sid of the audio track, of <c>track_composite</c>.</param>
/// <param name="VideoTrackId">LiveKit's sid of the video track, of <c>track_composite</c>.</param>
/// <param name="PageUrl">The page's address, of <c>web_page</c>; a public host.</param>
/// <param name="AwaitStartSignal">Whether the page says itself when to begin.</param>
/// <param name="Urls">Up to 10 addresses, all of RTMP (<c>rtmp</c>, <c>rtmps</c>) or all of SRT (<c>srt</c>), keys included. They are handed to LiveKit and never kept, logged or shown.</param>
/// <param name="Hls">In place of addresses: a playlist with segments in the tenant's storage.</param>
/// <param name="Preset">Size and frame rate; left out, <c>720p30</c>.</param>
/// <param name="MaxDurationSeconds">After how many seconds it is stopped, 60 to 86,400; left out, the operator's limit, 12 hours by default.</param>
/// <param name="ConsentConfirmed">That everybody who is streamed has agreed, as of a recording.</param>
internal sealed record StartStreamRequest(
    [property: SourceKind] string? Kind,
    [property: RoomName] string? Room,
    [property: Layout] string? Layout,
    bool? AudioOnly,
    bool? VideoOnly,
    [property: Identity] string? Identity,
    bool? ScreenShare,
    [property: Title(64)] string? AudioTrackId,
    [property: Title(64)] string? VideoTrackId,
    [property: Title(2048)] string? PageUrl,
    bool? AwaitStartSignal,
    [property: Items(1, 10)] IReadOnlyList<string>? Urls,
    HlsRequest? Hls,
    [property: Preset] string? Preset,
    [property: Between(60, 86_400)] int? MaxDurationSeconds,
    bool? ConsentConfirmed) : ISourceFields;

/// <summary>HLS into the tenant's storage: <c>index.m3u8</c> of everything and <c>live.m3u8</c> of the newest segments.</summary>
/// <param name="SegmentSeconds">Length of a segment, 1 to 60; left out, 4.</param>
internal sealed record HlsRequest([property: Between(1, 60)] int? SegmentSeconds);

/// <summary>Changes the layout of a whole room's recording or stream.</summary>
/// <param name="Layout">The new layout.</param>
internal sealed record UpdateLayoutRequest(
    [property: Needed("name the layout"), Layout] string? Layout);

/// <summary>Changes where a stream goes.</summary>
/// <param name="Add">Up to 10 further addresses.</param>
/// <param name="Remove">Up to 10 addresses that it no longer goes to, as they were given.</param>
internal sealed record UpdateStreamUrlsRequest(
    [property: Items(1, 10)] IReadOnlyList<string>? Add,
    [property: Items(1, 10)] IReadOnlyList<string>? Remove);

/// <summary>Asks for a link to a file.</summary>
/// <param name="ExpiresInSeconds">For how long it is good, 60 to 43,200 (12 hours); left out, 3,600.</param>
/// <param name="Disposition">Whether a browser saves the file (<c>attachment</c>, the default) or shows it (<c>inline</c>).</param>
internal sealed record DownloadRequest(
    [property: Between(60, 43_200)] int? ExpiresInSeconds,
    [property: OneOf("attachment", "inline")] string? Disposition);
