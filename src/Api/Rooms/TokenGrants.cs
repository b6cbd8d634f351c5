using RelayKit.LiveKit;

namespace RelayKit.Api.Rooms;

/// <summary>
/// From a role, or from rights named one by one, to LiveKit's grants. Every right is written out, granted or not: where LiveKit
/// finds none it grants.
/// </summary>
internal static class TokenGrants
{
    public static readonly IReadOnlyDictionary<string, TokenPermissions> Roles = new Dictionary<string, TokenPermissions>(StringComparer.Ordinal)
    {
        ["host"] = new(true, true, true, null, true, null, true),
        ["participant"] = new(true, true, true, null, null, null, null),
        ["viewer"] = new(null, true, null, null, null, null, null),
    };

    private static readonly Dictionary<string, TrackSource> Sources = new(StringComparer.Ordinal)
    {
        ["camera"] = TrackSource.Camera,
        ["microphone"] = TrackSource.Microphone,
        ["screen_share"] = TrackSource.ScreenShare,
        ["screen_share_audio"] = TrackSource.ScreenShareAudio,
    };

    public static bool IsSource(string word) => Sources.ContainsKey(word);

    /// <summary>The grants for one room and no other.</summary>
    public static VideoGrant For(string liveKitRoom, TokenPermissions permissions) => new()
    {
        RoomJoin = true,
        Room = liveKitRoom,
        RoomAdmin = permissions.RoomAdmin ?? false,
        CanPublish = permissions.CanPublish ?? false,
        CanSubscribe = permissions.CanSubscribe ?? false,
        CanPublishData = permissions.CanPublishData ?? false,
        CanPublishSources = [.. (permissions.CanPublishSources ?? []).Select(word => Sources[word])],
        CanUpdateOwnMetadata = permissions.CanUpdateOwnMetadata ?? false,
        Hidden = permissions.Hidden ?? false,
    };
}
