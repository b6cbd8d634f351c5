using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Whether an API key works. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<ApiKeyStatus>))]
public readonly record struct ApiKeyStatus(string Text) : IWord<ApiKeyStatus>
{
    /// <summary>It works.</summary>
    public static ApiKeyStatus Active => new("active");

    /// <summary>It is switched off and can be switched on.</summary>
    public static ApiKeyStatus Disabled => new("disabled");

    /// <summary>Its time is over.</summary>
    public static ApiKeyStatus Expired => new("expired");

    /// <summary>It has ended for good.</summary>
    public static ApiKeyStatus Revoked => new("revoked");

    static ApiKeyStatus IWord<ApiKeyStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
