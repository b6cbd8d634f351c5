using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>What a limit counts over. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<LimitScope>))]
public readonly record struct LimitScope(string Text) : IWord<LimitScope>
{
    /// <summary>The whole tenant.</summary>
    public static LimitScope Tenant => new("tenant");

    /// <summary>Whatever carries a label.</summary>
    public static LimitScope Label => new("label");

    /// <summary>One room.</summary>
    public static LimitScope Room => new("room");

    /// <summary>One session.</summary>
    public static LimitScope Session => new("session");

    /// <summary>One API key.</summary>
    public static LimitScope ApiKey => new("api_key");

    static LimitScope IWord<LimitScope>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
