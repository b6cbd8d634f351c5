using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Who can raise a limit. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<LimitOwner>))]
public readonly record struct LimitOwner(string Text) : IWord<LimitOwner>
{
    /// <summary>The operator.</summary>
    public static LimitOwner Operator => new("operator");

    /// <summary>The tenant itself.</summary>
    public static LimitOwner Tenant => new("tenant");

    static LimitOwner IWord<LimitOwner>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
