extern alias RelayKitLiveKit;

using CsCheck;
using static RelayKit.UnitTests.LiveKit.Webhooks.WebhookMessages;
using Wire = RelayKitLiveKit::RelayKit.LiveKit.Protocol;

namespace RelayKit.UnitTests.LiveKit.Webhooks;

/// <summary>Egresses as protobuf's messages, with every field that is read, and some that are not.</summary>
internal static class EgressMessages
{
    private static readonly Gen<string> Text = OneOf("", "a", "A b", "\"\\/", "\0\n\u2028", "日本", "😀", "rtmp://h/app/abcdefghi", "srt://h:1?passphrase=p");

    private static readonly Gen<Wire.FileInfo> Files =
        from texts in Text.Array[2]
        from numbers in Gen.Long.Array[4]
        select new Wire.FileInfo
        {
            Filename = texts[0],
            Location = texts[1],
            StartedAt = numbers[0],
            EndedAt = numbers[1],
            Duration = numbers[2],
            Size = numbers[3],
        };

    private static readonly Gen<Wire.SegmentsInfo> Segments =
        from texts in Text.Array[4]
        from numbers in Gen.Long.Array[5]
        select new Wire.SegmentsInfo
        {
            PlaylistName = texts[0],
            LivePlaylistName = texts[1],
            PlaylistLocation = texts[2],
            LivePlaylistLocation = texts[3],
            Duration = numbers[0],
            Size = numbers[1],
            SegmentCount = numbers[2],
            StartedAt = numbers[3],
            EndedAt = numbers[4],
        };

    private static readonly Gen<Wire.StreamInfo> Streams =
        from texts in Text.Array[2]
        from numbers in Gen.Long.Array[4]
        from status in Enum<Wire.StreamInfo.Types.Status>()
        from retries in Gen.UInt
        select new Wire.StreamInfo
        {
            Url = texts[0],
            Error = texts[1],
            StartedAt = numbers[0],
            EndedAt = numbers[1],
            Duration = numbers[2],
            LastRetryAt = numbers[3],
            Status = status,
            Retries = retries,
        };

    private static readonly Gen<Wire.EncodedFileOutput> FileOutputs = Text.Select(
        path => new Wire.EncodedFileOutput { Filepath = path, S3 = new Wire.S3Upload { AccessKey = "hush", Secret = "hush" } });

    private static readonly Gen<Wire.SegmentedFileOutput> SegmentOutputs = Text.Select(
        prefix => new Wire.SegmentedFileOutput { FilenamePrefix = prefix, PlaylistName = "p.m3u8" });

    private static readonly Gen<Wire.StreamOutput> StreamOutputs = Text.Array[0, 2].Select(urls => new Wire.StreamOutput { Urls = { urls } });

    private static readonly Gen<Action<Wire.EgressInfo>> Requests =
        from kind in Gen.Int[0, 5]
        from files in FileOutputs.Array[0, 2]
        from segments in SegmentOutputs.Array[0, 2]
        from streams in StreamOutputs.Array[0, 2]
        select (Action<Wire.EgressInfo>)(egress => Ask(egress, kind, files, segments, streams));

    public static Gen<Wire.EgressInfo> Any { get; } =
        from texts in Text.Array[5]
        from status in Enum<Wire.EgressStatus>()
        from times in Gen.Long.Array[3]
        from code in Gen.Int
        from backup in Gen.Bool
        from request in Requests
        from lists in Gen.Select(Files.Array[0, 2], Segments.Array[0, 2], Streams.Array[0, 2])
        from old in Gen.Select(Gen.Int[0, 3], Files, Segments, Streams)
        select Egress(texts, status, times, code, backup, request, lists, old);

    private static Wire.EgressInfo Egress(
        string[] texts,
        Wire.EgressStatus status,
        long[] times,
        int code,
        bool backup,
        Action<Wire.EgressInfo> request,
        (Wire.FileInfo[] Files, Wire.SegmentsInfo[] Segments, Wire.StreamInfo[] Streams) lists,
        (int Kind, Wire.FileInfo File, Wire.SegmentsInfo Segments, Wire.StreamInfo Stream) old)
    {
        var egress = new Wire.EgressInfo
        {
            EgressId = texts[0],
            RoomId = texts[1],
            RoomName = texts[2],
            Error = texts[3],
            Details = texts[4],
            Status = status,
            StartedAt = times[0],
            EndedAt = times[1],
            UpdatedAt = times[2],
            ErrorCode = code,
            BackupStorageUsed = backup,
            FileResults = { lists.Files },
            SegmentResults = { lists.Segments },
            StreamResults = { lists.Streams },
            ManifestLocation = "m",
        };
        request(egress);
        egress.File = old.Kind == 1 ? old.File : null;
        egress.Segments = old.Kind == 2 ? old.Segments : egress.Segments;
        egress.Stream = old.Kind == 3 ? new Wire.StreamInfoList { Info = { old.Stream } } : egress.Stream;
        return egress;
    }

    private static void Ask(
        Wire.EgressInfo egress, int kind, Wire.EncodedFileOutput[] files, Wire.SegmentedFileOutput[] segments, Wire.StreamOutput[] streams)
    {
        switch (kind)
        {
            case 0:
                egress.RoomComposite = new Wire.RoomCompositeEgressRequest { FileOutputs = { files }, SegmentOutputs = { segments }, StreamOutputs = { streams } };
                break;
            case 1:
                egress.Participant = new Wire.ParticipantEgressRequest { FileOutputs = { files }, SegmentOutputs = { segments }, StreamOutputs = { streams } };
                break;
            case 2:
                egress.TrackComposite = new Wire.TrackCompositeEgressRequest { FileOutputs = { files }, SegmentOutputs = { segments }, StreamOutputs = { streams } };
                break;
            case 3:
                egress.Web = new Wire.WebEgressRequest { FileOutputs = { files }, SegmentOutputs = { segments }, StreamOutputs = { streams } };
                break;
            case 4:
                egress.Track = new Wire.TrackEgressRequest { TrackId = "TR_1" };
                break;
            default:
                break;
        }
    }
}
