using RelayKit.Testing;

namespace RelayKit.StorageTests.Audit;

/// <summary>What the roll-ups say of evidence is recomputed, found where it is wrong, and repaired.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RollUpMeasureTests
{
    private readonly AuditedTenant _tenant;

    public RollUpMeasureTests(PostgresFixture postgres) => _tenant = new AuditedTenant(postgres);

    /// <summary>What is planted, and what the audit then says of the first hour: sessions and roll-ups, by the tenant as a whole.</summary>
    public static TheoryData<string, string> Corruptions => new()
    {
        {
            "update usage_hourly set reconciled_ms = 0 where tenant_id = $1",
            "sessions give reconciled_ms 455000, usage_hourly has reconciled_ms 0"
        },
        {
            "update usage_hourly set presumed_ms = presumed_ms + 1 where tenant_id = $1 and hour = '2026-11-30 00:00+00'",
            "sessions give presumed_ms 400000, usage_hourly has presumed_ms 400001"
        },
        {
            "update usage_hourly set reconciled_ms = presumed_ms, presumed_ms = reconciled_ms where tenant_id = $1",
            "sessions give reconciled_ms 455000, presumed_ms 400000, usage_hourly has reconciled_ms 400000, presumed_ms 455000"
        },
        {
            "update participant_sessions set leave_event_id = 'EV_late' where tenant_id = $1 and livekit_sid = 'PA_stayed'",
            "sessions give presumed_ms 0, usage_hourly has presumed_ms 400000"
        },
        {
            "update participant_sessions set join_event_id = 'EV_late' where tenant_id = $1 and livekit_sid = 'PA_found'",
            "sessions give reconciled_ms 55000, presumed_ms 800000, usage_hourly has reconciled_ms 455000, presumed_ms 400000"
        },
        {
            "update participant_sessions set end_estimated = false where tenant_id = $1 and livekit_sid = 'PA_missed'",
            "sessions give reconciled_ms 400000, presumed_ms 455000, usage_hourly has reconciled_ms 455000, presumed_ms 400000"
        },
    };

    [Fact]
    public async Task What_the_product_wrote_without_being_told_of_leaves_is_clean()
    {
        await _tenant.WriteUntoldAsync();

        Assert.Empty(await _tenant.AuditAsync());
    }

    [Theory]
    [MemberData(nameof(Corruptions))]
    public async Task A_planted_corruption_is_found_and_repaired(string corruption, string said)
    {
        await _tenant.WriteUntoldAsync();
        await _tenant.CorruptAsync(corruption);

        Assert.Contains(await _tenant.AuditAsync(), finding => finding.Detail == $"l 2026-11-30T00:00Z class 0: {said}");
        Assert.NotEmpty(await _tenant.RepairRollUpsAsync());

        Assert.Empty(await _tenant.AuditAsync());
    }
}
