using Npgsql;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage.Audit;
using RelayKit.StorageTests.Ledger;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Testing.Histories;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Audit;

/// <summary>A tenant of its own, with a ledger that the product has written and that a test then damages.</summary>
internal sealed class AuditedTenant(PostgresFixture postgres)
{
    /// <summary>November's last day of 2026, 00:53:20 UTC.</summary>
    public const long StartMs = 1_796_000_000_000;

    public TenantId Id { get; } = new(Guid.CreateVersion7());

    /// <summary>Three participants, of three classes, one after the other and each in two or three hours.</summary>
    public async Task WriteAsync()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        await WriteAsync(running, "RM_1", "PA_", StartMs);
    }

    /// <summary>The same story under other sids, by a ledger that runs.</summary>
    public async Task WriteAsync(RunningLedger running, string roomSid, string sids, long startMs)
    {
        var state = SessionState.Open(new RoomKey(Id, Mode.Live, "standup"), roomSid, 1, startMs, 0);
        foreach (var told in Story(roomSid, sids, startMs))
        {
            await CommitAsync(running, state.Apply(told));
        }
    }

    /// <summary>
    /// Another session, of which no leave was told. <c>PA_missed</c> was let go of after 55 s, at the last look that saw it; <c>PA_found</c>,
    /// of whom no join was told either, and <c>PA_stayed</c> were there until the room finished after 600 s.
    /// </summary>
    public async Task WriteUntoldAsync()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var state = SessionState.Open(new RoomKey(Id, Mode.Live, "standup"), "RM_untold", 1, StartMs, 0);
        var (missed, found, stayed) = (Who("PA_missed"), Who("PA_found"), Who("PA_stayed"));
        await CommitAsync(running, state.Apply(EventOf("RM_untold", StartMs, RoomEventType.ParticipantJoined, StartMs, missed)));
        await CommitAsync(running, state.Apply(EventOf("RM_untold", StartMs, RoomEventType.ParticipantJoined, StartMs, stayed)));
        await CommitAsync(running, state.Look(StartMs + 60_000, null, [missed, found, stayed]));
        await CommitAsync(running, state.Look(StartMs + 120_000, StartMs + 60_000, [found, stayed]));
        await CommitAsync(running, state.Look(StartMs + 180_000, StartMs + 120_000, [found, stayed]));
        await CommitAsync(running, state.Apply(EventOf("RM_untold", StartMs, RoomEventType.RoomFinished, StartMs + 600_000, null)));

        static ParticipantFact Who(string sid) => new() { Sid = sid, Identity = sid, JoinedAtMs = StartMs };
    }

    /// <summary>As the login, which may do what no role of RelayKit's may, and past the trigger that keeps roll-ups right.</summary>
    public async Task CorruptAsync(string corruption)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "relaykit" }.ConnectionString);
        await connection.OpenAsync();
        await using var off = new NpgsqlCommand("set session_replication_role = replica", connection);
        await off.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(corruption, connection);
        command.Parameters.AddWithValue(Id.Value);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Everything that is wrong.</summary>
    public async Task<List<AuditFinding>> AuditAsync()
    {
        await using var audit = new LedgerAudit(postgres.ConnectionString);
        return await audit.CheckAsync(Id, CancellationToken.None).ToListAsync();
    }

    /// <summary>Repairs the roll-ups of each month that a finding names.</summary>
    public async Task<List<AuditRepair>> RepairRollUpsAsync()
    {
        var months = (await AuditAsync()).Select(finding => finding.RollUpMonth).OfType<DateOnly>().Distinct();
        await using var audit = new LedgerAudit(postgres.ConnectionString);
        List<AuditRepair> changes = [];
        foreach (var month in months)
        {
            changes.AddRange(await audit.RepairRollUpsAsync(Id, month, CancellationToken.None).ToListAsync());
        }

        return changes;
    }

    /// <summary>All rows of tables that have a tenant, as one text.</summary>
    public async Task<string> ReadAllAsync(params string[] tables)
    {
        var texts = tables.Select(table => $"(select coalesce(string_agg(t::text, '\n' order by t::text), '') from {table} t where tenant_id = $1)");
        await using var command = postgres.Sources.Jobs.CreateCommand($"select {string.Join(" || '\n' || ", texts)}");
        command.Parameters.AddWithValue(Id.Value);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task CommitAsync(RunningLedger running, LedgerEntry? entry)
    {
        if (entry is not null)
        {
            Assert.True(running.Ledger.TryReserve());
            await running.Ledger.CommitAsync(new LedgerLane(), entry);
        }
    }

    private static RoomEvent EventOf(string roomSid, long roomCreatedAtMs, RoomEventType type, long atMs, ParticipantFact? who) => new()
    {
        Type = type,
        LiveKitEventId = $"EV_{type}_{who?.Sid}",
        CreatedAtMs = atMs,
        RoomSid = roomSid,
        RoomCreatedAtMs = roomCreatedAtMs,
        Generation = 1,
        Participant = who,
    };

    private static IEnumerable<RoomEvent> Story(string roomSid, string sids, long startMs)
    {
        RoomEvent Event(RoomEventType type, long afterMs, ParticipantFact? who) => EventOf(roomSid, startMs, type, startMs + afterMs, who);

        yield return Event(RoomEventType.RoomStarted, 0, null);
        for (var i = 1; i <= 3; i++)
        {
            var who = new ParticipantFact
            {
                Sid = $"{sids}{i}",
                Identity = $"person-{i}",
                JoinedAtMs = startMs + (i * 1_500_000),
                Class = (ParticipantClass)(i - 1),
                Labels = History.LabelsOf[i],
            };
            yield return Event(RoomEventType.ParticipantJoined, i * 1_500_000, who);
            yield return Event(RoomEventType.ParticipantLeft, (i * 1_500_000) + 4_000_000, who);
        }

        yield return Event(RoomEventType.RoomFinished, 20_000_000, null);
    }
}
