using System.Text.Json.Serialization;

namespace RelayKit.Client;

/// <summary>A tenant with its settings.</summary>
public sealed record Tenant
{
    /// <summary><c>ten_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The organisation's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>active</c> or <c>suspended</c>.</summary>
    public TenantStatus Status { get; init; }

    /// <summary>Why it is suspended; null when it is not.</summary>
    public string? SuspendedReason { get; init; }

    /// <summary>Since when it is suspended; null when it is not.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>When the sessions of a suspended tenant are ended; null when it is not suspended.</summary>
    public DateTimeOffset? SessionsEndAt { get; init; }

    /// <summary>The LiveKit cluster that new rooms live on.</summary>
    public string LivekitCluster { get; init; } = "";

    /// <summary>Counts the changes of the settings; the <c>ETag</c> names it.</summary>
    public long Version { get; init; }

    /// <summary>What a new room has where its creation says nothing.</summary>
    public RoomDefaults RoomDefaults { get; init; } = new();

    /// <summary>The tenant's own limits.</summary>
    public TenantLimits Limits { get; init; } = new();

    /// <summary>What all live rooms together may use in a billing period; null for no budget.</summary>
    public Budget? Budget { get; init; }

    /// <summary>At which percentages of a budget to warn.</summary>
    public IReadOnlyList<int> AlertThresholds { get; init; } = [];

    /// <summary>What labels may use.</summary>
    public IReadOnlyList<LabelLimit> LabelLimits { get; init; } = [];

    /// <summary>Whether each start of a recording or stream has to say that everybody has agreed.</summary>
    public bool RecordingConsentRequired { get; init; }

    /// <summary>The operator's limits; of two limits the lower one holds.</summary>
    public TenantLimits OperatorLimits { get; init; } = new();

    /// <summary>The operator's budget in a billing period; null for none.</summary>
    public Budget? OperatorBudget { get; init; }

    /// <summary>The operator's rates for this tenant; null for the defaults.</summary>
    public RateLimits? OperatorRateLimits { get; init; }

    /// <summary>
    /// The settings' version as the header <c>ETag</c> has it; give it to <see cref="TenantCalls.UpdateAsync"/> so that nobody else's change is lost.
    /// </summary>
    [JsonIgnore]
    public string ETag { get; init; } = "";
}
