using System.Text.Json;

namespace RelayKit.LiveKit;

/// <summary>The claim <c>video</c>.</summary>
internal static class VideoGrantJson
{
    public static void Write(Utf8JsonWriter json, VideoGrant grant)
    {
        json.WriteStartObject("video");
        json.WriteGiven("roomCreate", grant.RoomCreate);
        json.WriteGiven("roomList", grant.RoomList);
        json.WriteGiven("roomRecord", grant.RoomRecord);
        json.WriteGiven("roomAdmin", grant.RoomAdmin);
        json.WriteGiven("roomJoin", grant.RoomJoin);
        json.WriteGiven("room", grant.Room);
        json.WriteGiven("destinationRoom", grant.DestinationRoom);
        json.WriteGiven("ingressAdmin", grant.IngressAdmin);
        json.WriteGiven("canPublish", grant.CanPublish);
        json.WriteGiven("canSubscribe", grant.CanSubscribe);
        json.WriteGiven("canPublishData", grant.CanPublishData);
        json.WriteGiven("canPublishSources", [.. grant.CanPublishSources.Select(SourceName)]);
        json.WriteGiven("canUpdateOwnMetadata", grant.CanUpdateOwnMetadata);
        json.WriteGiven("canSubscribeMetrics", grant.CanSubscribeMetrics);
        json.WriteGiven("canManageAgentSession", grant.CanManageAgentSession);
        json.WriteGiven("hidden", grant.Hidden);
        json.WriteGiven("recorder", grant.Recorder);
        json.WriteGiven("agent", grant.Agent);
        json.WriteEndObject();
    }

    private static string SourceName(TrackSource source) => source switch
    {
        TrackSource.Camera => "camera",
        TrackSource.Microphone => "microphone",
        TrackSource.ScreenShare => "screen_share",
        TrackSource.ScreenShareAudio => "screen_share_audio",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "A token can allow only sources that LiveKit names."),
    };
}
