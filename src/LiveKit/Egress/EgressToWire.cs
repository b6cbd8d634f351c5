using Google.Protobuf;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>Orders as LiveKit's requests: the method that takes the order's source, and its message.</summary>
/// <remarks>
/// No manifest is asked for: it would be one more object in the bucket, of which nobody is told and which no deletion takes away.
/// </remarks>
internal static class EgressToWire
{
    /// <exception cref="ArgumentException">The order has no output, or is to be without audio and without video.</exception>
    public static (string Method, IMessage Request) Start(EgressOrder order)
    {
        if (order.File is null && order.Segments is null && order.StreamUrls.IsDefaultOrEmpty)
        {
            throw new ArgumentException("An egress needs a file, segments or an address to stream to.", nameof(order));
        }

        return order.Source switch
        {
            EgressSource.RoomComposite room => ("StartRoomCompositeEgress", RoomComposite(room, order)),
            EgressSource.Participant participant => ("StartParticipantEgress", Participant(participant, order)),
            EgressSource.TrackComposite tracks => ("StartTrackCompositeEgress", TrackComposite(tracks, order)),
            EgressSource.Web web => ("StartWebEgress", Web(web, order)),
            _ => throw new ArgumentException("There is no such source.", nameof(order)),
        };
    }

    private static Wire.RoomCompositeEgressRequest RoomComposite(EgressSource.RoomComposite source, EgressOrder order)
    {
        CheckMedia(source.AudioOnly, source.VideoOnly);
        return new Wire.RoomCompositeEgressRequest
        {
            RoomName = Required(source.Room, nameof(source.Room)),
            Layout = source.Layout,
            AudioOnly = source.AudioOnly,
            VideoOnly = source.VideoOnly,
            CustomBaseUrl = source.CustomBaseUrl ?? "",
            Preset = Preset(order),
            FileOutputs = { Files(order) },
            SegmentOutputs = { Segments(order) },
            StreamOutputs = { Streams(order) },
        };
    }

    private static Wire.ParticipantEgressRequest Participant(EgressSource.Participant source, EgressOrder order) => new()
    {
        RoomName = Required(source.Room, nameof(source.Room)),
        Identity = Required(source.Identity, nameof(source.Identity)),
        ScreenShare = source.ScreenShare,
        Preset = Preset(order),
        FileOutputs = { Files(order) },
        SegmentOutputs = { Segments(order) },
        StreamOutputs = { Streams(order) },
    };

    private static Wire.TrackCompositeEgressRequest TrackComposite(EgressSource.TrackComposite source, EgressOrder order) => new()
    {
        RoomName = Required(source.Room, nameof(source.Room)),
        AudioTrackId = source.AudioTrackSid ?? "",
        VideoTrackId = string.IsNullOrEmpty(source.AudioTrackSid)
            ? Required(source.VideoTrackSid, nameof(source.VideoTrackSid))
            : source.VideoTrackSid ?? "",
        Preset = Preset(order),
        FileOutputs = { Files(order) },
        SegmentOutputs = { Segments(order) },
        StreamOutputs = { Streams(order) },
    };

    private static Wire.WebEgressRequest Web(EgressSource.Web source, EgressOrder order)
    {
        CheckMedia(source.AudioOnly, source.VideoOnly);
        return new Wire.WebEgressRequest
        {
            Url = Required(source.Url, nameof(source.Url)),
            AudioOnly = source.AudioOnly,
            VideoOnly = source.VideoOnly,
            AwaitStartSignal = source.AwaitStartSignal,
            Preset = Preset(order),
            FileOutputs = { Files(order) },
            SegmentOutputs = { Segments(order) },
            StreamOutputs = { Streams(order) },
        };
    }

    private static Wire.EncodingOptionsPreset Preset(EgressOrder order) => (Wire.EncodingOptionsPreset)order.Preset;

    private static IEnumerable<Wire.EncodedFileOutput> Files(EgressOrder order) => order.File is not { } file ? [] :
    [
        new()
        {
            FileType = (Wire.EncodedFileType)file.Format,
            Filepath = Required(file.Path, nameof(file.Path)),
            DisableManifest = true,
            S3 = Bucket(file.Bucket),
        },
    ];

    private static IEnumerable<Wire.SegmentedFileOutput> Segments(EgressOrder order) => order.Segments is not { } segments ? [] :
    [
        new()
        {
            Protocol = Wire.SegmentedFileProtocol.HlsProtocol,
            FilenamePrefix = Required(segments.PathPrefix, nameof(segments.PathPrefix)),
            PlaylistName = Required(segments.PlaylistName, nameof(segments.PlaylistName)),
            LivePlaylistName = segments.LivePlaylistName ?? "",
            SegmentDuration = (uint)Math.Max(0, segments.SegmentSeconds),
            DisableManifest = true,
            S3 = Bucket(segments.Bucket),
        },
    ];

    private static IEnumerable<Wire.StreamOutput> Streams(EgressOrder order) => order.StreamUrls.IsDefaultOrEmpty ? [] :
    [
        new()
        {
            Protocol = order.StreamUrls[0].StartsWith("srt:", StringComparison.OrdinalIgnoreCase)
                ? Wire.StreamProtocol.Srt
                : Wire.StreamProtocol.Rtmp,
            Urls = { order.StreamUrls },
        },
    ];

    private static Wire.S3Upload Bucket(EgressBucket bucket) => new()
    {
        Endpoint = bucket.Endpoint ?? "",
        Region = bucket.Region,
        Bucket = Required(bucket.Bucket, nameof(bucket.Bucket)),
        ForcePathStyle = bucket.ForcePathStyle,
        AccessKey = bucket.AccessKeyId,
        Secret = bucket.SecretAccessKey,
        AssumeRoleArn = bucket.AssumeRoleArn ?? "",
        AssumeRoleExternalId = bucket.AssumeRoleExternalId ?? "",
    };

    private static void CheckMedia(bool audioOnly, bool videoOnly)
    {
        if (audioOnly && videoOnly)
        {
            throw new ArgumentException("An egress cannot be without audio and without video.");
        }
    }

    private static string Required(string? value, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return value;
    }
}
