using System.Collections.Immutable;
using RelayKit.Limits;
using RelayKit.Roles;
using RelayKit.Rooms;

namespace RelayKit.Tenants;

/// <summary>What a tenant decides for all of its rooms. Kept as JSON: members are added, never renamed.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.TenantSettings")]
public sealed record TenantSettings
{
    /// <summary>The most roles that a tenant can make.</summary>
    public const int MaxRoles = 50;

    /// <summary>The most labels that a tenant can limit.</summary>
    public const int MaxLabelLimits = 1000;

    /// <summary>What a new room has where its creation says nothing: timeouts, the most participants, and lengths of stay.</summary>
    [Id(0)]
    public RoomSettings RoomDefaults { get; init; } = new();

    /// <summary>The tenant's own limits; the operator's hold besides.</summary>
    [Id(1)]
    public LimitSet Limits { get; init; } = LimitSet.None;

    /// <summary>What all of its live rooms together may use in a billing period; null for no budget.</summary>
    [Id(2)]
    public Budget? Budget { get; init; }

    /// <summary>At which percentages of a budget of the tenant or a label to warn, below 100.</summary>
    [Id(3)]
    public ImmutableArray<int> AlertThresholds { get; init; } = [70, 90];

    /// <summary>What labels may use, by label.</summary>
    [Id(4)]
    public ImmutableArray<LabelLimit> LabelLimits { get; init; } = [];

    /// <summary>The tenant's own roles, by name.</summary>
    [Id(5)]
    public ImmutableArray<Role> Roles { get; init; } = [];

    /// <summary>Whether each start of a recording or stream has to say that everybody who is recorded has agreed.</summary>
    [Id(6)]
    public bool RecordingConsentRequired { get; init; } = true;
}
