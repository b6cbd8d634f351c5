using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Whether the tenant may go on. A word that this version of the client does not know is kept as it came.</summary>
/// <param name="Text">The word as the API writes it.</param>
[JsonConverter(typeof(WordConverter<TenantStatus>))]
public readonly record struct TenantStatus(string Text) : IWord<TenantStatus>
{
    /// <summary>It may.</summary>
    public static TenantStatus Active => new("active");

    /// <summary>The operator has suspended it.</summary>
    public static TenantStatus Suspended => new("suspended");

    static TenantStatus IWord<TenantStatus>.Of(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
