using System.Collections.Frozen;
using RelayKit.LiveKit;
using RelayKit.Roles;

namespace RelayKit.Rooms;

/// <summary>Participants as LiveKit has them, to and from RelayKit's words.</summary>
public static class LiveKitDetails
{
    private static readonly FrozenDictionary<string, TrackSource> Sources = new Dictionary<string, TrackSource>
    {
        ["camera"] = TrackSource.Camera,
        ["microphone"] = TrackSource.Microphone,
        ["screen_share"] = TrackSource.ScreenShare,
        ["screen_share_audio"] = TrackSource.ScreenShareAudio,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sources of tracks, by their words.</summary>
    public static TrackSource SourceOf(string word) => Sources[word];

    /// <summary>A source's word.</summary>
    public static string WordOf(TrackSource source) => source switch
    {
        TrackSource.Camera => "camera",
        TrackSource.Microphone => "microphone",
        TrackSource.ScreenShare => "screen_share",
        TrackSource.ScreenShareAudio => "screen_share_audio",
        _ => "unknown",
    };

    internal static ParticipantTrack TrackOf(LiveKitTrack track) => new(
        StorableText.Mend(track.Sid),
        track.Type switch { TrackType.Video => "video", TrackType.Data => "data", _ => "audio" },
        WordOf(track.Source),
        StorableText.Mend(track.Name),
        track.Muted);

    internal static ParticipantPermissions PermissionsOf(ParticipantGrants grants) => new()
    {
        CanPublish = grants.CanPublish,
        CanSubscribe = grants.CanSubscribe,
        CanPublishData = grants.CanPublishData,
        CanPublishSources = [.. grants.CanPublishSources.Select(SourceOf)],
        CanUpdateMetadata = grants.CanUpdateOwnMetadata,
        Hidden = grants.Hidden,
    };

    internal static ParticipantGrants GrantsOf(ParticipantPermissions? permissions) => permissions is null
        ? new ParticipantGrants()
        : new ParticipantGrants
        {
            CanPublish = permissions.CanPublish,
            CanSubscribe = permissions.CanSubscribe,
            CanPublishData = permissions.CanPublishData,
            CanPublishSources = [.. permissions.CanPublishSources.Select(WordOf)],
            CanUpdateOwnMetadata = permissions.CanUpdateMetadata,
            Hidden = permissions.Hidden,
        };
}
