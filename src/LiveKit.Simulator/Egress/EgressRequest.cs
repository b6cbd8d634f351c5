using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Egress;

/// <summary>What the five requests have in common: where media come from, where they go, what they cost.</summary>
internal sealed record EgressRequest
{
    /// <summary>Its name on the wire, such as <c>room_composite</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The room; empty for a web page.</summary>
    public string RoomName { get; init; } = "";

    /// <summary>Whose media; null where it is not one participant's.</summary>
    public string? Identity { get; init; }

    public bool ScreenShare { get; init; }

    /// <summary>The tracks; none where it is not for certain ones.</summary>
    public IReadOnlyList<string> TrackIds { get; init; } = [];

    /// <summary>How a whole room is laid out; empty where it is not.</summary>
    public string Layout { get; init; } = "";

    public bool AudioOnly { get; init; }

    public bool VideoOnly { get; init; }

    /// <summary>Worker's cores, by LiveKit's defaults.</summary>
    public double Cost { get; init; }

    public IReadOnlyList<EncodedFileOutput> Files { get; init; } = [];

    public IReadOnlyList<SegmentedFileOutput> Segments { get; init; } = [];

    public IReadOnlyList<StreamOutput> Streams { get; init; } = [];

    /// <summary>Puts the request into an info, as LiveKit repeats it.</summary>
    public required Action<EgressInfo> Echo { get; init; }

    /// <summary>The first field that a worker misses; null when it misses none.</summary>
    public string? MissingField { get; init; }

    public bool IsWeb => Kind == "web";

    /// <summary>LiveKit's browser joins by itself, so that it is not the SDK.</summary>
    public bool IsSdk => Kind is not ("web" or "room_composite");

    /// <summary>What a file is called that has no name.</summary>
    public string Identifier => Kind == "participant" ? Identity! : Kind == "track" ? TrackIds[0] : IsWeb ? "web" : RoomName;

    public StreamProtocol Protocol => Streams.Count == 0 ? StreamProtocol.DefaultProtocol : Streams[0].Protocol;

    public static EgressRequest Of(RoomCompositeEgressRequest request) => new()
    {
        Kind = "room_composite",
        RoomName = request.RoomName,
        Layout = request.Layout,
        AudioOnly = request.AudioOnly,
        VideoOnly = request.VideoOnly,
        Cost = request.AudioOnly ? 1 : 4,
        Files = request.FileOutputs,
        Segments = request.SegmentOutputs,
        Streams = request.StreamOutputs,
        Echo = info => info.RoomComposite = EchoedRequest.Of(request),
        MissingField = request.RoomName.Length == 0 ? "room_name" : Both(request.AudioOnly, request.VideoOnly),
    };

    public static EgressRequest Of(WebEgressRequest request) => new()
    {
        Kind = "web",
        AudioOnly = request.AudioOnly,
        VideoOnly = request.VideoOnly,
        Cost = request.AudioOnly ? 1 : 4,
        Files = request.FileOutputs,
        Segments = request.SegmentOutputs,
        Streams = request.StreamOutputs,
        Echo = info => info.Web = EchoedRequest.Of(request),
        MissingField = request.Url.Length == 0 ? "url" : Both(request.AudioOnly, request.VideoOnly),
    };

    public static EgressRequest Of(ParticipantEgressRequest request) => new()
    {
        Kind = "participant",
        RoomName = request.RoomName,
        Identity = request.Identity,
        ScreenShare = request.ScreenShare,
        Cost = 2,
        Files = request.FileOutputs,
        Segments = request.SegmentOutputs,
        Streams = request.StreamOutputs,
        Echo = info => info.Participant = EchoedRequest.Of(request),
        MissingField = request.RoomName.Length == 0 ? "room_name" : request.Identity.Length == 0 ? "identity" : null,
    };

    public static EgressRequest Of(TrackCompositeEgressRequest request) => new()
    {
        Kind = "track_composite",
        RoomName = request.RoomName,
        TrackIds = [.. new[] { request.AudioTrackId, request.VideoTrackId }.Where(sid => sid.Length > 0)],
        AudioOnly = request.VideoTrackId.Length == 0,
        VideoOnly = request.AudioTrackId.Length == 0,
        Cost = 1,
        Files = request.FileOutputs,
        Segments = request.SegmentOutputs,
        Streams = request.StreamOutputs,
        Echo = info => info.TrackComposite = EchoedRequest.Of(request),
        MissingField = request.RoomName.Length == 0 ? "room_name"
            : request.AudioTrackId.Length == 0 && request.VideoTrackId.Length == 0 ? "audio_track_id or video_track_id"
            : null,
    };

    public static EgressRequest Of(TrackEgressRequest request) => new()
    {
        Kind = "track",
        RoomName = request.RoomName,
        TrackIds = [request.TrackId],
        AudioOnly = request.TrackId.StartsWith("TR_A", StringComparison.Ordinal),
        Cost = 0.5,
        Files = request.OutputCase == TrackEgressRequest.OutputOneofCase.File
            ? [new EncodedFileOutput { Filepath = request.File.Filepath, S3 = request.File.S3 }]
            : [],
        Streams = request.OutputCase == TrackEgressRequest.OutputOneofCase.WebsocketUrl
            ? [new StreamOutput { Protocol = StreamProtocol.Websocket, Urls = { request.WebsocketUrl } }]
            : [],
        Echo = info => info.Track = EchoedRequest.Of(request),
        MissingField = request.RoomName.Length == 0 ? "room_name" : request.TrackId.Length == 0 ? "track_id" : null,
    };

    /// <exception cref="NodeException">A worker would not take it.</exception>
    public void Check()
    {
        var missing = MissingField
            ?? (Files.Count + Segments.Count + Streams.Count == 0 ? "output"
                : Files.Count > 1 || Segments.Count > 1 || Streams.Count > 1 ? "multiple outputs of one kind"
                : Streams.Count == 1 && Streams[0].Urls.Count == 0 ? "stream url"
                : null);
        if (missing is not null)
        {
            throw new NodeException("invalid_argument", $"request has missing or invalid field: {missing}");
        }

        if (Files.Any(file => file.FileType is EncodedFileType.Mp3 or EncodedFileType.Ogg) && !AudioOnly)
        {
            throw new NodeException("invalid_argument", "no supported codec is compatible with all outputs");
        }

        foreach (var url in Streams.SelectMany(stream => stream.Urls))
        {
            StreamAddress.Check(url, Protocol);
        }
    }

    private static string? Both(bool audioOnly, bool videoOnly) => audioOnly && videoOnly ? "audio_only and video_only" : null;
}
