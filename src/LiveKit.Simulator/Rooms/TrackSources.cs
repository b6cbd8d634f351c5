using RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>LiveKit's words for where a track's media come from, and what its sid begins with.</summary>
internal static class TrackSources
{
    public static TrackSource Parse(string word) => word.ToLowerInvariant() switch
    {
        "camera" => TrackSource.Camera,
        "microphone" => TrackSource.Microphone,
        "screen_share" => TrackSource.ScreenShare,
        "screen_share_audio" => TrackSource.ScreenShareAudio,
        _ => TrackSource.Unknown,
    };

    public static TrackInfo NewTrack(TrackSource source, string name)
    {
        var isAudio = source is TrackSource.Microphone or TrackSource.ScreenShareAudio;
        return new TrackInfo
        {
            Sid = Sid.New(SidPrefix(source)),
            Type = isAudio ? TrackType.Audio : TrackType.Video,
            Source = source,
            Name = name,
            MimeType = isAudio ? "audio/opus" : "video/VP8",
        };
    }

    private static string SidPrefix(TrackSource source) => source switch
    {
        TrackSource.Camera => "TR_VC",
        TrackSource.Microphone => "TR_AM",
        TrackSource.ScreenShare => "TR_VS",
        _ => "TR_As",
    };
}
