using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Recordings;

/// <summary>What is recorded or streamed.</summary>
internal sealed class SourceKindAttribute() : OneOfAttribute("room_composite", "participant", "track_composite", "web_page");

/// <summary>How a whole room is laid out: a layout of LiveKit's template.</summary>
internal sealed class LayoutAttribute() : OneOfAttribute(
    "grid", "grid-light", "grid-dark", "speaker", "speaker-light", "speaker-dark", "single-speaker", "single-speaker-light", "single-speaker-dark");

/// <summary>Size and frame rate, in the order of LiveKit's numbers.</summary>
internal sealed class PresetAttribute() : OneOfAttribute(Words)
{
    private static readonly string[] Words =
        ["720p30", "720p60", "1080p30", "1080p60", "portrait_720p30", "portrait_720p60", "portrait_1080p30", "portrait_1080p60"];

    /// <summary>LiveKit's number of a preset's word; of none, its default.</summary>
    public static int NumberOf(string? word) => word is null ? 0 : Array.IndexOf(Words, word);

    /// <summary>The word of LiveKit's number.</summary>
    public static string WordOf(int number) => Words[number];
}
