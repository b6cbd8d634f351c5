using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;
using RelayKit.Storage.Audit;

namespace RelayKit.Bench.Reads;

/// <summary>The first law on what a bench has written, by the audit's own query: what is read would else be fast and wrong.</summary>
internal static class RollUpAudit
{
    private const string Law = "conservation";

    public static async Task CheckAsync(BenchDatabase database, Guid tenant, BenchReport report, CancellationToken cancellation)
    {
        Console.WriteLine("auditing the roll-ups …");
        var check = AuditCheck.All.Single(check => check.Name == Law);
        var violations = await database.ScalarAsync<long>($"select count(*) from ({check.Sql}) violations", [tenant], cancellation);
        if (violations > 0)
        {
            report.Fault(FormattableString.Invariant($"{violations} hours of the history break the law '{check.Meaning}'."));
        }
    }
}
