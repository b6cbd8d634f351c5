using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What a participant session rests on. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<Evidence>))]
public readonly record struct Evidence(string Text) : IWord<Evidence>
{
    /// <summary>LiveKit told of it.</summary>
    public static Evidence Confirmed => new("confirmed");

    /// <summary>A look at LiveKit found it, since a webhook was missing.</summary>
    public static Evidence Reconciled => new("reconciled");

    /// <summary>Neither: an end that only looks likely.</summary>
    public static Evidence Presumed => new("presumed");

    static Evidence IWord<Evidence>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
