using RelayKit.Storage.Audit;
using RelayKit.Tenants;

namespace RelayKit.Cli.Audit;

/// <summary>Audits tenants one after the other and, if it is asked to, repairs what is derived in each before it goes on to the next.</summary>
/// <param name="audit">The database.</param>
/// <param name="shown">How many findings are kept to be shown.</param>
/// <param name="changed">Hears of each row that a repair has changed.</param>
internal sealed class AuditRun(LedgerAudit audit, int shown, Action<TenantId, AuditRepair> changed)
{
    /// <summary>What was wrong when it was looked at first.</summary>
    public AuditReport Found { get; } = new(shown);

    /// <summary>What is wrong still. Without repairs that is all of it.</summary>
    public AuditReport Left { get; } = new(shown);

    /// <summary>How many rows were repaired.</summary>
    public long Repaired { get; private set; }

    public async Task CheckAsync(TenantId tenant, bool repair, IProgress<AuditStep> progress, CancellationToken cancellation)
    {
        var (found, months) = await FindAsync(tenant, progress, cancellation);
        Found.Add(found);
        if (repair && await RepairAsync(tenant, found, months, cancellation))
        {
            // Not what was repaired is taken for what is right now: it is looked at again.
            (found, _) = await FindAsync(tenant, progress, cancellation);
        }

        Left.Add(found);
    }

    private async Task<(AuditReport Report, SortedSet<DateOnly> Months)> FindAsync(
        TenantId tenant, IProgress<AuditStep> progress, CancellationToken cancellation)
    {
        var report = new AuditReport(shown);
        var months = new SortedSet<DateOnly>();
        await foreach (var finding in audit.CheckAsync(tenant, cancellation, progress))
        {
            report.Add(finding);
            if (finding.RollUpMonth is { } month)
            {
                months.Add(month);
            }
        }

        return (report, months);
    }

    /// <summary>Whether it changed anything.</summary>
    private async Task<bool> RepairAsync(TenantId tenant, AuditReport found, SortedSet<DateOnly> months, CancellationToken cancellation)
    {
        var before = Repaired;
        foreach (var month in months)
        {
            await foreach (var change in audit.RepairRollUpsAsync(tenant, month, cancellation))
            {
                Tell(tenant, change);
            }
        }

        if (found.Of(AuditCheck.Sequence) > 0 && await audit.RepairEventCounterAsync(tenant, cancellation) is { } raised)
        {
            Tell(tenant, raised);
        }

        return Repaired > before;
    }

    private void Tell(TenantId tenant, AuditRepair change)
    {
        Repaired++;
        changed(tenant, change);
    }
}
