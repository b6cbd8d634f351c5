using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Where a track comes from. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<TrackSource>))]
public readonly record struct TrackSource(string Text) : IWord<TrackSource>
{
    /// <summary>A camera.</summary>
    public static TrackSource Camera => new("camera");

    /// <summary>A microphone.</summary>
    public static TrackSource Microphone => new("microphone");

    /// <summary>A shared screen.</summary>
    public static TrackSource ScreenShare => new("screen_share");

    /// <summary>The sound of a shared screen.</summary>
    public static TrackSource ScreenShareAudio => new("screen_share_audio");

    /// <summary>The publisher did not say.</summary>
    public static TrackSource Unknown => new("unknown");

    static TrackSource IWord<TrackSource>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
