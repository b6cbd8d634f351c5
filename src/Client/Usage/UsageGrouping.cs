using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>By what the points of a series are told apart. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<UsageGrouping>))]
public readonly record struct UsageGrouping(string Text) : IWord<UsageGrouping>
{
    /// <summary>By room.</summary>
    public static UsageGrouping Room => new("room");

    /// <summary>By kind of participant.</summary>
    public static UsageGrouping Kind => new("kind");

    /// <summary>By label: a point for each name with its value.</summary>
    public static UsageGrouping Label => new("label");

    static UsageGrouping IWord<UsageGrouping>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
