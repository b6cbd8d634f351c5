using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What a track carries. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<TrackType>))]
public readonly record struct TrackType(string Text) : IWord<TrackType>
{
    /// <summary>Sound.</summary>
    public static TrackType Audio => new("audio");

    /// <summary>Pictures.</summary>
    public static TrackType Video => new("video");

    /// <summary>Data.</summary>
    public static TrackType Data => new("data");

    static TrackType IWord<TrackType>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
