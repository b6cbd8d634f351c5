using RelayKit.Storage.Audit;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Audit;

/// <summary>A ledger as the product writes it is clean; each kind of corruption that is planted in it is found.</summary>
[Collection(PostgresGroup.Name)]
public sealed class LedgerAuditTests
{
    private readonly PostgresFixture _postgres;
    private readonly AuditedTenant _tenant;

    public LedgerAuditTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _tenant = new AuditedTenant(postgres);
    }

    public static TheoryData<string, string> Corruptions => new()
    {
        { "conservation", "update usage_hourly set participant_ms = participant_ms + 1 where tenant_id = $1" },
        { "conservation", "update usage_hourly set reconciled_ms = reconciled_ms + 1 where tenant_id = $1" },
        { "conservation by room", "update usage_hourly_by_room set presumed_ms = 1 where tenant_id = $1" },
        { "conservation", "update participant_sessions set leave_event_id = null where tenant_id = $1 and livekit_sid = 'PA_1'" },
        { "conservation", "update usage_hourly set class = 4 where tenant_id = $1 and class = 1" },
        { "conservation", "update usage_hourly set mode = 't' where tenant_id = $1" },
        { "conservation", "update usage_hourly set hour = hour + interval '1 year' where tenant_id = $1" },
        { "conservation", "delete from usage_hourly where tenant_id = $1" },
        { "conservation", "insert into usage_hourly (tenant_id, mode, hour, class, participant_ms) values ($1, 'l', '2020-02-29 23:00+00', 0, 1)" },
        { "conservation", "insert into usage_hourly (tenant_id, mode, hour, class, participant_ms) values ($1, 't', 'infinity', 0, 1)" },
        { "conservation by room", "update usage_hourly_by_room set participant_ms = -participant_ms where tenant_id = $1" },
        { "conservation by room", "update usage_hourly_by_room set room = 'elsewhere' where tenant_id = $1" },
        { "conservation by room", "delete from usage_hourly_by_room where tenant_id = $1 and class = 2" },
        { "conservation by room", "insert into usage_hourly_by_room (tenant_id, mode, hour, room, class, participant_ms) select tenant_id, mode, hour, 'elsewhere', class, 1 from usage_hourly where tenant_id = $1" },
        { "conservation by label", "update usage_hourly_by_label set participant_ms = participant_ms + 1 where tenant_id = $1 and label = 'plan=pro'" },
        { "conservation by label", "update usage_hourly_by_label set reconciled_ms = 1 where tenant_id = $1 and label = 'customer=acme'" },
        { "conservation by label", "update usage_hourly_by_label set label = 'customer=nobody' where tenant_id = $1 and label = 'customer=acme'" },
        { "conservation by label", "delete from usage_hourly_by_label where tenant_id = $1" },
        { "conservation by label", "insert into usage_hourly_by_label (tenant_id, mode, hour, label, class, participant_ms) values ($1, 'l', '2020-02-29 23:00+00', 'a=b', 0, 1)" },
        { "conservation by label", "update participant_sessions set labels = null where tenant_id = $1 and livekit_sid = 'PA_1'" },
        { "conservation by label", "update participant_sessions set labels = '{a=b}' where tenant_id = $1 and livekit_sid = 'PA_1'" },
        { "conservation", "update participant_sessions set left_at_ms = left_at_ms + 1 where tenant_id = $1 and livekit_sid = 'PA_1'" },
        { "conservation by room", "update participant_sessions set room = 'elsewhere' where tenant_id = $1 and livekit_sid = 'PA_1'" },
        { "conservation", "delete from participant_sessions where tenant_id = $1" },
        { "ends with the session", "update participant_sessions set left_at_ms = null where tenant_id = $1 and livekit_sid = 'PA_2'" },
        { "ends with the session", "update sessions set ended_at_ms = started_at_ms where tenant_id = $1" },
        { "belongs to a session", "update sessions set room = 'elsewhere' where tenant_id = $1" },
        { "belongs to a session", "update participant_sessions set mode = 't' where tenant_id = $1 and livekit_sid = 'PA_3'" },
        { "belongs to a session", "delete from sessions where tenant_id = $1" },
        { "one row for each sid", "update participant_sessions set livekit_sid = 'PA_1', session_id = uuid_at(to_timestamp(1796000000)) where tenant_id = $1 and livekit_sid = 'PA_2'" },
        { "one row for each sid", "insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms) select tenant_id, uuid_at('2020-01-01'), mode, room, livekit_sid, 1, 0 from sessions where tenant_id = $1" },
        { "events are told once", "delete from events where tenant_id = $1 and type = 'participant.left'" },
        { "events are told once", "delete from events where tenant_id = $1 and type = 'room.started'" },
        { "events are told once", "insert into events select tenant_id, uuid_at('2026-01-01'), seq + 100, type, created_at_ms, data from events where tenant_id = $1 and type = 'participant.joined' and data::text like '%PA_3%'" },
        { "events are told once", "update events set data = replace(data::text, 'PA_1', 'PA_2')::json where tenant_id = $1 and type = 'participant.joined'" },
        { "events are told once", "update events set type = 'participant.joined' where tenant_id = $1 and type = 'participant.left'" },
        { "events are told once", "delete from participant_sessions where tenant_id = $1 and livekit_sid = 'PA_1'" },
        { "sequence", "update event_counters set last_seq = last_seq + 1 where tenant_id = $1" },
        { "sequence", "update event_counters set last_seq = last_seq - 1 where tenant_id = $1" },
        { "sequence", "delete from event_counters where tenant_id = $1" },
        { "sequence", "delete from events where tenant_id = $1 and type = 'room.started'" },
        { "sequence", "delete from events where tenant_id = $1 and type = 'room.finished'" },
        { "sequence", "update events set seq = seq - 1 where tenant_id = $1 and seq = 4" },
    };

    [Fact]
    public async Task What_the_product_wrote_is_clean()
    {
        await _tenant.WriteAsync();

        Assert.Empty(await _tenant.AuditAsync());
    }

    [Fact]
    public async Task A_tenant_without_rows_is_clean() => Assert.Empty(await _tenant.AuditAsync());

    [Theory]
    [MemberData(nameof(Corruptions))]
    public async Task A_planted_corruption_is_found(string check, string corruption)
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync(corruption);

        var findings = await _tenant.AuditAsync();
        Assert.Contains(findings, finding => finding.Check == check && finding.Tenant == _tenant.Id);
    }

    [Fact]
    public async Task A_finding_says_which_row_and_both_figures()
    {
        await _tenant.WriteAsync();
        await _tenant.CorruptAsync("update usage_hourly_by_room set participant_ms = participant_ms + 5 where tenant_id = $1 and class = 0 and hour = '2026-11-30 02:00+00'");

        var finding = Assert.Single(await _tenant.AuditAsync());
        Assert.Equal(
            "l 2026-11-30T02:00Z room standup class 0: sessions give participant_ms 1500000, usage_hourly_by_room has participant_ms 1500005",
            finding.Detail);
        Assert.Equal(new DateOnly(2026, 11, 1), finding.RollUpMonth);
    }

    [Fact]
    public async Task Every_check_says_when_it_begins()
    {
        await _tenant.WriteAsync();
        await using var audit = new LedgerAudit(_postgres.ConnectionString);
        var steps = new Steps();
        await foreach (var finding in audit.CheckAsync(_tenant.Id, CancellationToken.None, steps))
        {
            Assert.Fail($"{finding}");
        }

        Assert.Equal(["conservation", "ends with the session", "one row for each sid", "events are told once", "sequence"], steps.Select(step => step.Check).Distinct());
        Assert.Contains(new AuditStep("conservation", new DateOnly(2026, 11, 1)), steps);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_to_be_so()
    {
        await using var audit = new LedgerAudit("Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x");

        await Assert.ThrowsAsync<AuditUnavailableException>(() => audit.ListTenantsAsync(CancellationToken.None));
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await audit.CheckAsync(_tenant.Id, CancellationToken.None).ToListAsync());
        await Assert.ThrowsAsync<AuditUnavailableException>(
            async () => await audit.RepairRollUpsAsync(_tenant.Id, new DateOnly(2026, 11, 1), CancellationToken.None).ToListAsync());
        await Assert.ThrowsAsync<AuditUnavailableException>(() => audit.RepairEventCounterAsync(_tenant.Id, CancellationToken.None));
    }

    private sealed class Steps : List<AuditStep>, IProgress<AuditStep>
    {
        public void Report(AuditStep value) => Add(value);
    }
}
