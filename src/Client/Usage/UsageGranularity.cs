using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>How long the buckets of a series are. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<UsageGranularity>))]
public readonly record struct UsageGranularity(string Text) : IWord<UsageGranularity>
{
    /// <summary>An hour.</summary>
    public static UsageGranularity Hour => new("hour");

    /// <summary>A day in UTC.</summary>
    public static UsageGranularity Day => new("day");

    static UsageGranularity IWord<UsageGranularity>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
