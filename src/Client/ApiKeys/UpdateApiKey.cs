using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Changes some of a key: what is left out stays.</summary>
public sealed record UpdateApiKey
{
    /// <summary>What to call it, 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>What it may do, in place of what it could.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Where it may be used from, in place of what there was; null for anywhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<string[]?>))]
    public Change<string[]?> AllowedIps { get; init; }

    /// <summary>What its calls may cost; null for no more than the tenant's limits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<ApiKeyRateLimit?>))]
    public Change<ApiKeyRateLimit?> RateLimit { get; init; }

    /// <summary>False switches it off, true on again.</summary>
    public bool? Enabled { get; init; }
}
