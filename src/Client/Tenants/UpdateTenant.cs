using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>Changes some of the tenant's settings: what is left out stays, what is null is reset. What is an object or a list is replaced whole.</summary>
public sealed record UpdateTenant
{
    /// <summary>What a new room has where its creation says nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<RoomDefaults?>))]
    public Change<RoomDefaults?> RoomDefaults { get; init; }

    /// <summary>The tenant's own limits; the operator's hold besides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<TenantLimits?>))]
    public Change<TenantLimits?> Limits { get; init; }

    /// <summary>What all live rooms together may use in a billing period.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<Budget?>))]
    public Change<Budget?> Budget { get; init; }

    /// <summary>At which percentages of a budget to warn: up to 10, each 1 to 99. Left out at first, 70 and 90.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<int[]?>))]
    public Change<int[]?> AlertThresholds { get; init; }

    /// <summary>What labels may use: up to 1,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<LabelLimit[]?>))]
    public Change<LabelLimit[]?> LabelLimits { get; init; }

    /// <summary>Whether each start of a recording or stream has to say that everybody has agreed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonConverter(typeof(ChangeConverter<bool?>))]
    public Change<bool?> RecordingConsentRequired { get; init; }
}
