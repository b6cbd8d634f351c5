using RelayKit.Identifiers;
using RelayKit.LiveKit;
using RelayKit.ObjectStorage;

namespace RelayKit.Recordings;

/// <summary>What is kept of a recording when it is taken, and what LiveKit is asked for. Decides only; nobody is called.</summary>
internal static class RecordingPlan
{
    /// <summary>The recording as it is kept before LiveKit is asked.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="storage">Where its file goes; null where it is only streamed.</param>
    /// <param name="now">When.</param>
    /// <returns>The recording, or that its file can have no key in that storage.</returns>
    public static Result<Recording> Of(RecordingKey key, RecordingOrder order, TenantStorage? storage, DateTimeOffset now)
    {
        var recording = Unplaced(key, order, now);
        if (order.Format is not { } format || storage is null)
        {
            return recording;
        }

        var path = storage.KeyTemplate.Render(new KeyValues(
            recording.PublicId,
            order.Source.Room?.Room.Name,
            order.Source.Session is { } session ? PublicId.Format(PublicId.Session, session) : null,
            order.Source.Identity,
            order.Source.VideoTrackSid ?? order.Source.AudioTrackSid,
            now));
        return ObjectKey.TryBelow(storage.Bucket.Prefix, path + Ending(format), out var file)
            ? recording with { Place = new FilePlace(storage.Id, storage.Bucket.Bucket, storage.Bucket.Prefix, file.Text) }
            : new Error(
                ErrorCode.RecordingKeyRefused,
                $"The key template gives '{path}', which is no key of at most {ObjectKey.MaxLength} characters. Set another by PUT /v1/tenant/storage.");
    }

    /// <summary>The recording without a place for its file.</summary>
    public static Recording Unplaced(RecordingKey key, RecordingOrder order, DateTimeOffset now) => new()
    {
        Key = key,
        Source = order.Source with { Url = order.Source.Url is { } url ? PageUrl.Redact(url) : null },
        Cluster = order.Cluster,
        Format = order.Format,
        RequestedAt = now,
        MaxSeconds = order.MaxSeconds,
        IsAutomatic = order.IsAutomatic,
        AskedUrls = [.. order.StreamUrls.Select(StreamUrl.Redact)],
    };

    /// <summary>What LiveKit is asked for.</summary>
    public static EgressOrder ToEgress(RecordingOrder order, FilePlace? place, StorageBucket? bucket)
    {
        var egress = new EgressOrder
        {
            Source = SourceOf(order.Source),
            Preset = (EgressPreset)order.Preset,
            StreamUrls = order.StreamUrls,
        };
        if (order.Format is not { } format || place is null || bucket is null)
        {
            return egress;
        }

        var into = BucketOf(bucket);
        if (format != RecordingFormat.Hls)
        {
            return egress with { File = new EgressFileOrder((EgressFileFormat)((int)format + 1), place.Key, into) };
        }

        var folder = FolderOf(place.Key);
        return egress with
        {
            Segments = new EgressSegmentsOrder(folder + "segment", place.Key, folder + "live.m3u8", order.SegmentSeconds, into),
        };
    }

    /// <summary>Whether an egress was started for a recording: by the path that LiveKit repeats, which holds the recording's id.</summary>
    public static bool IsOf(this LiveKitEgress egress, Recording recording) =>
        recording.Place is { } place
            ? egress.Request.Paths.Any(path => path == place.Key || path == FolderOf(place.Key) + "segment")
                || egress.Files.Any(file => file.Filename == place.Key)
            : IsStreamOf(egress, recording);

    /// <summary>
    /// A stream has no path. It is known by where it goes and from when it is, and by that nobody else has it: the caller asks only for an egress that
    /// no other recording has.
    /// </summary>
    private static bool IsStreamOf(LiveKitEgress egress, Recording recording) =>
        egress.Request.Kind == KindOf(recording.Source.Kind)
        && egress.RoomName == (recording.Source.Room?.ToString() ?? "")
        && egress.Request.Paths.IsEmpty
        && egress.StartedAt >= recording.RequestedAt - ClockTolerance
        && egress.Request.StreamUrls.Select(StreamUrl.Redact).Order(StringComparer.Ordinal)
            .SequenceEqual(recording.AskedUrls.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private static string Ending(RecordingFormat format) => format switch
    {
        RecordingFormat.Mp4 => ".mp4",
        RecordingFormat.Ogg => ".ogg",
        RecordingFormat.Mp3 => ".mp3",
        // Each has a folder of its own, so that it can be deleted as a whole.
        _ => "/index.m3u8",
    };

    /// <summary>The folder that a key is in, with its slash.</summary>
    internal static string FolderOf(string key) => key[..(key.LastIndexOf('/') + 1)];

    private static EgressSource SourceOf(RecordingSource source) => source.Kind switch
    {
        RecordingKind.RoomComposite => new EgressSource.RoomComposite(source.Room!.Value.ToString(), source.Layout, source.AudioOnly, source.VideoOnly),
        RecordingKind.Participant => new EgressSource.Participant(source.Room!.Value.ToString(), source.Identity!, source.ScreenShare),
        RecordingKind.TrackComposite =>
            new EgressSource.TrackComposite(source.Room!.Value.ToString(), source.AudioTrackSid, source.VideoTrackSid),
        _ => new EgressSource.Web(source.Url!, source.AudioOnly, source.VideoOnly, source.AwaitStartSignal),
    };

    private static EgressSourceKind KindOf(RecordingKind kind) => (EgressSourceKind)(int)kind;

    private static EgressBucket BucketOf(StorageBucket bucket) => new()
    {
        Endpoint = bucket.Endpoint?.ToString().TrimEnd('/'),
        Region = bucket.Region,
        Bucket = bucket.Bucket,
        ForcePathStyle = bucket.ForcePathStyle,
        AccessKeyId = bucket.AccessKeyId,
        SecretAccessKey = bucket.SecretAccessKey,
        AssumeRoleArn = bucket.RoleArn,
        AssumeRoleExternalId = bucket.ExternalId,
    };
}
