namespace RelayKit.Abuse;

/// <summary>One time that a rule acted, as the operator's list has it.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.AbuseIncident")]
public sealed record AbuseIncident
{
    /// <summary>Its id, <c>abu_…</c> outside; a UUIDv7 of the instant at which the rule acted first.</summary>
    [Id(0)]
    public required Guid Id { get; init; }

    /// <summary>The rule.</summary>
    [Id(1)]
    public required AbuseRule Rule { get; init; }

    /// <summary>The tenant that it is about; null for an address.</summary>
    [Id(2)]
    public Guid? Tenant { get; init; }

    /// <summary>The address that it is about, <c>203.0.113.7/32</c> or <c>2001:db8:0:1::/64</c>; null for a tenant.</summary>
    [Id(3)]
    public string? Address { get; init; }

    /// <summary>How far it has gone.</summary>
    [Id(4)]
    public required AbuseStage Stage { get; init; }

    /// <summary>The most that was counted in the rule's window.</summary>
    [Id(5)]
    public required int Count { get; init; }

    /// <summary>What was passed.</summary>
    [Id(6)]
    public required int Threshold { get; init; }

    /// <summary>When the stage was reached.</summary>
    [Id(7)]
    public required DateTimeOffset StageAt { get; init; }

    /// <summary>When it ends by itself; null for a suspension, which the operator ends.</summary>
    [Id(8)]
    public DateTimeOffset? Until { get; init; }

    /// <summary>When the operator has undone it; null when nobody has.</summary>
    [Id(9)]
    public DateTimeOffset? UndoneAt { get; init; }

    /// <summary>Until when the rule leaves its subject alone, as the operator has said on undoing it.</summary>
    [Id(10)]
    public DateTimeOffset? ExemptUntil { get; init; }
}
