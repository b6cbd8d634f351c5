using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>What a token's video grant lets its participant do, with LiveKit's defaults for what the token leaves out.</summary>
internal static class GrantedPermission
{
    public static ParticipantPermission Of(TokenClaims claims)
    {
        var canPublish = claims.HasUnlessDenied("canPublish");
        var permission = new ParticipantPermission
        {
            CanPublish = canPublish,
            CanSubscribe = claims.HasUnlessDenied("canSubscribe"),
            CanPublishData = claims.Says("canPublishData") ? claims.Has("canPublishData") : canPublish,
            Hidden = claims.Has("hidden"),
            CanUpdateMetadata = claims.Has("canUpdateOwnMetadata"),
            CanSubscribeMetrics = claims.Has("canSubscribeMetrics"),
            CanManageAgentSession = claims.Has("canManageAgentSession"),
        };
        permission.CanPublishSources.Add(claims.Texts("canPublishSources").Select(TrackSources.Parse));
        return permission;
    }
}
