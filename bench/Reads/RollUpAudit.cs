using RelayKit.Bench.Measuring;
using RelayKit.Storage.Audit;
using RelayKit.Tenants;

namespace RelayKit.Bench.Reads;

/// <summary>The first law on what a bench has written, by the audit's own look: what is read would else be fast and wrong.</summary>
internal static class RollUpAudit
{
    public static async Task CheckAsync(string postgres, Guid tenant, BenchReport report, CancellationToken cancellation)
    {
        Console.WriteLine("auditing the roll-ups …");
        await using var audit = new LedgerAudit(postgres);
        var violations = await audit.CheckRollUpsAsync(new TenantId(tenant), cancellation).LongCountAsync(cancellation);
        if (violations > 0)
        {
            report.Fault(FormattableString.Invariant($"{violations} hours of the history have roll-ups that are not what its sessions give."));
        }
    }
}
