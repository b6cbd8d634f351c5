using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How a stream from outside comes in. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<IngressKind>))]
public readonly record struct IngressKind(string Text) : IWord<IngressKind>
{
    /// <summary>An encoder pushes RTMP.</summary>
    public static IngressKind Rtmp => new("rtmp");

    /// <summary>A browser or an encoder pushes WebRTC (WHIP).</summary>
    public static IngressKind Whip => new("whip");

    /// <summary>LiveKit pulls from an address, at once and one time.</summary>
    public static IngressKind Url => new("url");

    static IngressKind IWord<IngressKind>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
