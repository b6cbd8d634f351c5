using RelayKit.Storage.Audit;

namespace RelayKit.StorageTests.Audit;

/// <summary>What was changed comes out as it went in, unless it was taken back.</summary>
public sealed class RepairSpoolTests
{
    [Fact]
    public void Changes_come_out_in_their_order()
    {
        using var spool = new RepairSpool();
        AuditRepair[] changes = [.. Enumerable.Range(0, 10_000).Select(i => new AuditRepair("table", $"row {i}", i % 2 == 0 ? null : "before", $"åfter {i}"))];
        foreach (var change in changes)
        {
            spool.Add(change);
        }

        Assert.Equal(changes, spool.ReadAll());
    }

    [Fact]
    public void What_was_rolled_back_is_forgotten()
    {
        using var spool = new RepairSpool();
        spool.Add(new AuditRepair("table", "row", null, "not so"));
        spool.Clear();
        spool.Add(new AuditRepair("table", "row", null, "so"));

        Assert.Equal([new AuditRepair("table", "row", null, "so")], spool.ReadAll());
    }
}
