using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>LiveKit's messages of egress as our own records. Credentials of the request that LiveKit repeats are left behind.</summary>
internal static class EgressFromWire
{
    public static LiveKitEgress Egress(Wire.EgressInfo egress) => new()
    {
        EgressId = egress.EgressId,
        RoomId = egress.RoomId,
        RoomName = egress.RoomName,
        Status = (EgressStatus)egress.Status,
        StartedAt = WireTime.Instant(egress.StartedAt),
        EndedAt = WireTime.Instant(egress.EndedAt),
        UpdatedAt = WireTime.Instant(egress.UpdatedAt),
        Error = StreamUrl.RedactWithin(egress.Error),
        ErrorCode = egress.ErrorCode,
        Details = StreamUrl.RedactWithin(egress.Details),
        BackupStorageUsed = egress.BackupStorageUsed,
        Request = Echo(egress),
        Files = egress.FileResults.Count > 0 ? [.. egress.FileResults.Select(File)] : egress.File is { } file ? [File(file)] : [],
        Segments = egress.SegmentResults.Count > 0 ? [.. egress.SegmentResults.Select(Segments)]
            : egress.Segments is { } segments ? [Segments(segments)]
            : [],
        Streams = egress.StreamResults.Count > 0 ? [.. egress.StreamResults.Select(Stream)]
            : egress.Stream is { } streams ? [.. streams.Info.Select(Stream)]
            : [],
    };

    private static EgressEcho Echo(Wire.EgressInfo egress) => egress.RequestCase switch
    {
        Wire.EgressInfo.RequestOneofCase.RoomComposite when egress.RoomComposite is var room =>
            Echo(EgressSourceKind.RoomComposite, room.FileOutputs, room.SegmentOutputs, room.StreamOutputs),
        Wire.EgressInfo.RequestOneofCase.Participant when egress.Participant is var participant =>
            Echo(EgressSourceKind.Participant, participant.FileOutputs, participant.SegmentOutputs, participant.StreamOutputs),
        Wire.EgressInfo.RequestOneofCase.TrackComposite when egress.TrackComposite is var tracks =>
            Echo(EgressSourceKind.TrackComposite, tracks.FileOutputs, tracks.SegmentOutputs, tracks.StreamOutputs),
        Wire.EgressInfo.RequestOneofCase.Web when egress.Web is var web =>
            Echo(EgressSourceKind.Web, web.FileOutputs, web.SegmentOutputs, web.StreamOutputs),
        _ => new EgressEcho(),
    };

    private static EgressEcho Echo(
        EgressSourceKind kind,
        IEnumerable<Wire.EncodedFileOutput> files,
        IEnumerable<Wire.SegmentedFileOutput> segments,
        IEnumerable<Wire.StreamOutput> streams) => new()
        {
            Kind = kind,
            Paths = [.. files.Select(output => output.Filepath), .. segments.Select(output => output.FilenamePrefix)],
            StreamUrls = [.. streams.SelectMany(output => output.Urls).Select(StreamUrl.AsTold)],
        };

    private static EgressFile File(Wire.FileInfo file) => new(
        file.Filename,
        file.Location,
        file.Size,
        WireTime.Span(file.Duration),
        WireTime.Instant(file.StartedAt),
        WireTime.Instant(file.EndedAt));

    private static EgressSegments Segments(Wire.SegmentsInfo segments) => new(
        segments.PlaylistName,
        segments.LivePlaylistName,
        segments.PlaylistLocation,
        segments.SegmentCount,
        segments.Size,
        WireTime.Span(segments.Duration),
        WireTime.Instant(segments.StartedAt),
        WireTime.Instant(segments.EndedAt));

    private static EgressStreamInfo Stream(Wire.StreamInfo stream) => new(
        StreamUrl.AsTold(stream.Url),
        (EgressStreamStatus)stream.Status,
        StreamUrl.RedactWithin(stream.Error),
        FromWire.Count(stream.Retries),
        WireTime.Instant(stream.StartedAt),
        WireTime.Instant(stream.EndedAt),
        WireTime.Span(stream.Duration));
}
