using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Whether something is real or a test. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<Mode>))]
public readonly record struct Mode(string Text) : IWord<Mode>
{
    /// <summary>Metered and billed.</summary>
    public static Mode Live => new("live");

    /// <summary>Metered apart and never billed.</summary>
    public static Mode Test => new("test");

    static Mode IWord<Mode>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
