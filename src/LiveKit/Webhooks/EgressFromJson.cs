namespace RelayKit.LiveKit;

/// <summary>A webhook's egress as our own record: what <see cref="EgressFromWire"/> is to the server's answers.</summary>
internal static class EgressFromJson
{
    public static LiveKitEgress Egress(EgressJson egress) => new()
    {
        EgressId = egress.EgressId ?? "",
        RoomId = egress.RoomId ?? "",
        RoomName = egress.RoomName ?? "",
        Status = (EgressStatus)(egress.Status ?? 0),
        StartedAt = WireTime.Instant(egress.StartedAt ?? 0),
        EndedAt = WireTime.Instant(egress.EndedAt ?? 0),
        UpdatedAt = WireTime.Instant(egress.UpdatedAt ?? 0),
        Error = StreamUrl.RedactWithin(egress.Error ?? ""),
        ErrorCode = egress.ErrorCode ?? 0,
        Details = StreamUrl.RedactWithin(egress.Details ?? ""),
        BackupStorageUsed = egress.BackupStorageUsed ?? false,
        Request = Echo(egress),
        Files = egress.FileResults is { Count: > 0 } files ? [.. files.Select(file => File(file!))]
            : egress.File is { } file ? [File(file)]
            : [],
        Segments = egress.SegmentResults is { Count: > 0 } results ? [.. results.Select(segments => Segments(segments!))]
            : egress.Segments is { } segments ? [Segments(segments)]
            : [],
        Streams = (egress.StreamResults is { Count: > 0 } streams ? streams : egress.Stream?.Info) is { } told
            ? [.. told.Select(stream => Stream(stream!))]
            : [],
    };

    private static EgressEcho Echo(EgressJson egress) =>
        egress.RoomComposite is { } room ? Echo(EgressSourceKind.RoomComposite, room)
        : egress.Participant is { } participant ? Echo(EgressSourceKind.Participant, participant)
        : egress.TrackComposite is { } tracks ? Echo(EgressSourceKind.TrackComposite, tracks)
        : egress.Web is { } web ? Echo(EgressSourceKind.Web, web)
        : new EgressEcho();

    private static EgressEcho Echo(EgressSourceKind kind, EgressRequestJson request) => new()
    {
        Kind = kind,
        Paths =
        [
            .. (request.FileOutputs ?? []).Select(output => output!.Filepath ?? ""),
            .. (request.SegmentOutputs ?? []).Select(output => output!.FilenamePrefix ?? ""),
        ],
        StreamUrls = [.. (request.StreamOutputs ?? []).SelectMany(output => output!.Urls ?? []).Select(url => StreamUrl.AsTold(url!))],
    };

    private static EgressFile File(EgressFileJson file) => new(
        file.Filename ?? "",
        file.Location ?? "",
        file.Size ?? 0,
        WireTime.Span(file.Duration ?? 0),
        WireTime.Instant(file.StartedAt ?? 0),
        WireTime.Instant(file.EndedAt ?? 0));

    private static EgressSegments Segments(EgressSegmentsJson segments) => new(
        segments.PlaylistName ?? "",
        segments.LivePlaylistName ?? "",
        segments.PlaylistLocation ?? "",
        segments.SegmentCount ?? 0,
        segments.Size ?? 0,
        WireTime.Span(segments.Duration ?? 0),
        WireTime.Instant(segments.StartedAt ?? 0),
        WireTime.Instant(segments.EndedAt ?? 0));

    private static EgressStreamInfo Stream(EgressStreamJson stream) => new(
        StreamUrl.AsTold(stream.Url ?? ""),
        (EgressStreamStatus)(stream.Status ?? 0),
        StreamUrl.RedactWithin(stream.Error ?? ""),
        FromWire.Count(stream.Retries ?? 0),
        WireTime.Instant(stream.StartedAt ?? 0),
        WireTime.Instant(stream.EndedAt ?? 0),
        WireTime.Span(stream.Duration ?? 0));
}
