using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How far a stream from outside has come. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<IngressStatus>))]
public readonly record struct IngressStatus(string Text) : IWord<IngressStatus>
{
    /// <summary>Nobody sends.</summary>
    public static IngressStatus Inactive => new("inactive");

    /// <summary>Somebody has begun to send.</summary>
    public static IngressStatus Buffering => new("buffering");

    /// <summary>The room receives it.</summary>
    public static IngressStatus Publishing => new("publishing");

    /// <summary>The last stream failed.</summary>
    public static IngressStatus Error => new("error");

    /// <summary>It has ended, and takes no other stream.</summary>
    public static IngressStatus Complete => new("complete");

    static IngressStatus IWord<IngressStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
