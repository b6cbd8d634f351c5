using RelayKit.Tenants;

namespace RelayKit.Storage.Audit;

/// <summary>A violation of a law.</summary>
/// <param name="Check">Which: the name of an <see cref="AuditCheck"/>.</param>
/// <param name="Tenant">Whose rows.</param>
/// <param name="Detail">Which rows, with both figures.</param>
public sealed record AuditFinding(string Check, TenantId Tenant, string Detail)
{
    /// <summary>How many violations it stands for: 1, or, where they were counted and not listed, at least so many.</summary>
    public long Violations { get; init; } = 1;

    /// <summary>The first day of the month (UTC) whose roll-ups are wrong and can be repaired; null where no roll-up is.</summary>
    public DateOnly? RollUpMonth { get; init; }
}
