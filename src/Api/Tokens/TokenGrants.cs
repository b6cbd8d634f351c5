using RelayKit.LiveKit;
using RelayKit.Roles;
using RelayKit.Rooms;

namespace RelayKit.Api.Tokens;

/// <summary>
/// From a role, or from rights named one by one, to LiveKit's grants. Every right is written out, granted or not: where LiveKit
/// finds none it grants.
/// </summary>
internal static class TokenGrants
{
    public static ParticipantGrants Of(GrantsRequest asked) => new()
    {
        CanPublish = asked.CanPublish ?? false,
        CanSubscribe = asked.CanSubscribe ?? false,
        CanPublishData = asked.CanPublishData ?? false,
        CanPublishSources = [.. asked.CanPublishSources ?? []],
        CanUpdateOwnMetadata = asked.CanUpdateOwnMetadata ?? false,
        Hidden = asked.Hidden ?? false,
        RoomAdmin = asked.RoomAdmin ?? false,
    };

    public static GrantsResponse ToResponse(ParticipantGrants grants) => new(
        grants.CanPublish,
        grants.CanSubscribe,
        grants.CanPublishData,
        grants.CanPublishSources,
        grants.CanUpdateOwnMetadata,
        grants.Hidden,
        grants.RoomAdmin);

    /// <summary>The grants for one room and no other.</summary>
    public static VideoGrant For(string liveKitRoom, ParticipantGrants grants) => new()
    {
        RoomJoin = true,
        Room = liveKitRoom,
        RoomAdmin = grants.RoomAdmin,
        CanPublish = grants.CanPublish,
        CanSubscribe = grants.CanSubscribe,
        CanPublishData = grants.CanPublishData,
        CanPublishSources = grants.CanPublishSources.IsEmpty ? [] : [.. grants.CanPublishSources.Select(LiveKitDetails.SourceOf)],
        CanUpdateOwnMetadata = grants.CanUpdateOwnMetadata,
        Hidden = grants.Hidden,
    };
}
