using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What is recorded or streamed. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<RecordingKind>))]
public readonly record struct RecordingKind(string Text) : IWord<RecordingKind>
{
    /// <summary>A whole room in a layout.</summary>
    public static RecordingKind RoomComposite => new("room_composite");

    /// <summary>One participant.</summary>
    public static RecordingKind Participant => new("participant");

    /// <summary>Single tracks.</summary>
    public static RecordingKind TrackComposite => new("track_composite");

    /// <summary>A web page.</summary>
    public static RecordingKind WebPage => new("web_page");

    static RecordingKind IWord<RecordingKind>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
