using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Whose an API key is. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<ApiKeyKind>))]
public readonly record struct ApiKeyKind(string Text) : IWord<ApiKeyKind>
{
    /// <summary>The tenant's: it outlives whoever made it.</summary>
    public static ApiKeyKind Service => new("service");

    /// <summary>An account's: it ends with it.</summary>
    public static ApiKeyKind Personal => new("personal");

    static ApiKeyKind IWord<ApiKeyKind>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
