using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Changes some of a webhook endpoint: what is left out stays.</summary>
public sealed record UpdateWebhookEndpoint
{
    /// <summary>Where events are sent from now on.</summary>
    public string? Url { get; init; }

    /// <summary>What it is for; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<string?>))]
    public Change<string?> Description { get; init; }

    /// <summary>Which events it gets from now on; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<string[]?>))]
    public Change<string[]?> EventTypes { get; init; }

    /// <summary>False switches it off, true on again.</summary>
    public bool? Enabled { get; init; }
}
