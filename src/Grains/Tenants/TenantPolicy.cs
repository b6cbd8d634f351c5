using System.Collections.Frozen;
using System.Collections.Immutable;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Privacy;
using RelayKit.Roles;

namespace RelayKit.Tenants;

/// <summary>All that decides what a tenant may do now: its own settings, the operator's limits, and whether it is suspended.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.TenantPolicy")]
public sealed record TenantPolicy
{
    /// <summary>Counts the changes of <see cref="Settings"/>.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>What the tenant decided.</summary>
    [Id(1)]
    public required TenantSettings Settings { get; init; }

    /// <summary>The operator's limits of this tenant.</summary>
    [Id(2)]
    public LimitSet OperatorLimits { get; init; } = LimitSet.None;

    /// <summary>The operator's budget for this tenant in a billing period; null for none.</summary>
    [Id(3)]
    public Budget? OperatorBudget { get; init; }

    /// <summary>The operator's rates for this tenant; null for the defaults.</summary>
    [Id(4)]
    public RateLimitSet? RateLimits { get; init; }

    /// <summary>Since when and why the tenant is suspended; null when it is not.</summary>
    [Id(5)]
    public Suspension? Suspension { get; init; }

    /// <summary>The deletion that stands; null when the tenant is not to be deleted. Then it is suspended as well, and its sessions are ended.</summary>
    [Id(8)]
    public TenantDeletion? Deletion { get; init; }

    /// <summary>What is not done with the tenant's data; null for no restriction.</summary>
    [Id(9)]
    public ProcessingRestriction? Restriction { get; init; }

    /// <summary>The LiveKit cluster that its rooms live on.</summary>
    [Id(6)]
    public required string LiveKitCluster { get; init; }

    /// <summary>Until when and why its rates are lower; null when they are not, and it may be over.</summary>
    [Id(7)]
    public Slowdown? Slowdown { get; init; }

    /// <summary>The lower of the operator's and the tenant's own limit; null for none.</summary>
    /// <param name="name">One of <see cref="LimitNames"/>.</param>
    /// <param name="operatorDefault">The operator's limit of all tenants that it has set none for; null where there is no such.</param>
    public ReachedLimit? LimitOf(string name, long? operatorDefault = null)
    {
        var (operators, own) = (Of(OperatorLimits, name) ?? operatorDefault, Of(Settings.Limits, name));
        return (operators, own) switch
        {
            (null, null) => null,
            ({ } theirs, var mine) when mine is null || theirs <= mine => new ReachedLimit(name, LimitScope.Tenant, null, theirs, null, LimitOwner.Operator),
            _ => new ReachedLimit(name, LimitScope.Tenant, null, own!.Value, null, LimitOwner.Tenant),
        };
    }

    private static long? Of(LimitSet limits, string name) => name switch
    {
        LimitNames.Participants => limits.Participants,
        LimitNames.LiveRooms => limits.LiveRooms,
        LimitNames.Recordings => limits.Recordings,
        LimitNames.Streams => limits.Streams,
        LimitNames.RecordingMinutes => limits.RecordingMinutes,
        LimitNames.RecordingBytes => limits.RecordingBytes,
        LimitNames.Ingresses => limits.Ingresses,
        _ => limits.ParticipantsPerRoom,
    };

    /// <summary>Whether minting a token needs to know what the tenant uses now.</summary>
    public bool NeedsStanding =>
        LimitOf(LimitNames.Participants) is not null
        || LimitOf(LimitNames.LiveRooms) is not null
        || HasBudgets
        || !Settings.LabelLimits.IsEmpty;

    /// <summary>Whether the tenant's meter has a budget of the tenant or of a label to watch.</summary>
    public bool HasBudgets => Settings.Budget is not null || OperatorBudget is not null || Settings.LabelLimits.Any(static limit => limit.Budget is not null);

    /// <summary>The lower of the operator's and the tenant's own budget for all of its rooms; null for none.</summary>
    public Budget? Cap => (OperatorBudget, Settings.Budget) switch
    {
        ({ } theirs, { } own) => own.Minutes < theirs.Minutes ? own : theirs,
        var (theirs, own) => theirs ?? own,
    };

    /// <summary>The labels that the tenant limits, of which its meters have lines.</summary>
    public FrozenSet<Label> WatchedLabels => Settings.LabelLimits.Select(static limit => limit.Label).ToFrozenSet();

    /// <summary>A role by name: one that every tenant has, or the tenant's own; null when there is none.</summary>
    public Role? RoleOf(string name) => Role.BuiltIn.GetValueOrDefault(name) ?? Settings.Roles.FirstOrDefault(role => role.Name == name);

    /// <summary>The limits of the labels in a set.</summary>
    public IEnumerable<LabelLimit> LimitsOf(LabelSet labels) => Settings.LabelLimits.IsEmpty || labels.IsEmpty
        ? []
        : Settings.LabelLimits.Where(limit => labels.Labels.Contains(limit.Label));
}

/// <summary>The operator's own settings for a tenant.</summary>
/// <param name="Limits">Limits.</param>
/// <param name="Budget">What all of its live rooms together may use in a billing period; null for no budget.</param>
/// <param name="RateLimits">Rates; null for the defaults.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.OperatorSettings")]
public sealed record OperatorSettings(
    [property: Id(0)] LimitSet Limits,
    [property: Id(1)] Budget? Budget,
    [property: Id(2)] RateLimitSet? RateLimits);
