using RelayKit.Cli.Audit;
using RelayKit.Storage.Audit;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Cli.Audit;

/// <summary>A million violations are counted, and the first few of them are kept.</summary>
public sealed class AuditReportTests
{
    private const int Most = 20;
    private const int Many = 1_000_000;

    private static readonly TenantId Tenant = new(Guid.CreateVersion7());

    [Fact]
    public void All_are_counted_and_the_first_are_kept()
    {
        var report = new AuditReport(Most);
        for (var i = 0; i < Many; i++)
        {
            report.Add(Finding(AuditCheck.All[i % 2], i));
        }

        Assert.Equal(Many, report.Violations);
        Assert.Equal(Many / 2, report.Of(AuditCheck.All[1]));
        Assert.Equal(0, report.Of(AuditCheck.All[2]));
        Assert.Equal(Enumerable.Range(0, Most).Select(i => $"row {i}"), report.First.Select(finding => finding.Detail));
        Assert.Equal(Many - Most, report.NotShown);
    }

    [Fact]
    public void A_finding_may_stand_for_many()
    {
        var report = new AuditReport(Most);
        report.Add(Finding(AuditCheck.ToldOnce, 0) with { Violations = 7 });

        Assert.Equal(7, report.Of(AuditCheck.ToldOnce));
        Assert.Equal(0, report.NotShown);
    }

    [Fact]
    public void Reports_of_tenants_add_up()
    {
        var (all, one) = (new AuditReport(Most), new AuditReport(Most));
        for (var i = 0; i < Most - 5; i++)
        {
            one.Add(Finding(AuditCheck.Sequence, i));
        }

        all.Add(one);
        all.Add(one);

        Assert.Equal(2 * (Most - 5), all.Of(AuditCheck.Sequence));
        Assert.Equal(Most, all.First.Count);
    }

    private static AuditFinding Finding(AuditCheck check, int row) => new(check.Name, Tenant, $"row {row}");
}
