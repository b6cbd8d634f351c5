using Npgsql;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage.Audit;
using RelayKit.StorageTests.Ledger;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Audit;

/// <summary>A ledger as the product writes it is clean; each kind of corruption that is planted in it is found.</summary>
[Collection(PostgresGroup.Name)]
public sealed class LedgerAuditTests(PostgresFixture postgres)
{
    private const long StartMs = 1_796_000_000_000;

    private readonly RoomKey _room = new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    public static TheoryData<string, string> Corruptions => new()
    {
        { "conservation", "update usage_hourly set participant_ms = participant_ms + 1 where tenant_id = $1" },
        { "conservation", "delete from usage_hourly where tenant_id = $1" },
        { "conservation by room", "update usage_hourly_by_room set room = 'elsewhere' where tenant_id = $1" },
        { "ends with the session", "update participant_sessions set left_at_ms = null where tenant_id = $1 and livekit_sid = 'PA_2'" },
        { "belongs to a session", "update sessions set room = 'elsewhere' where tenant_id = $1" },
        { "one row for each sid", "update participant_sessions set livekit_sid = 'PA_1', session_id = uuid_at(to_timestamp(1796000000)) where tenant_id = $1 and livekit_sid = 'PA_2'" },
        { "events are told once", "delete from events where tenant_id = $1 and type = 'participant.left'" },
        { "events are told once", "delete from events where tenant_id = $1 and type = 'room.started'" },
        { "sequence", "update event_counters set last_seq = last_seq + 1 where tenant_id = $1" },
    };

    [Fact]
    public async Task What_the_product_wrote_is_clean()
    {
        await WriteAsync();

        Assert.Empty(await AuditAsync());
    }

    [Theory]
    [MemberData(nameof(Corruptions))]
    public async Task A_planted_corruption_is_found(string check, string corruption)
    {
        await WriteAsync();
        await CorruptAsync(corruption);

        var findings = await AuditAsync();
        Assert.Contains(findings, finding => finding.Check == check && finding.Tenant == _room.Tenant);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_to_be_so()
    {
        await using var audit = new LedgerAudit("Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x");

        await Assert.ThrowsAsync<AuditUnavailableException>(() => audit.ListTenantsAsync(CancellationToken.None));
    }

    private async Task WriteAsync()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var state = SessionState.Open(_room, "RM_1", 1, StartMs, 0);
        foreach (var told in Story())
        {
            if (state.Apply(told) is { } entry)
            {
                Assert.True(running.Ledger.TryReserve());
                await running.Ledger.CommitAsync(new LedgerLane(), entry);
            }
        }
    }

    private static IEnumerable<RoomEvent> Story()
    {
        yield return Event(RoomEventType.RoomStarted, 0, null);
        for (var i = 1; i <= 3; i++)
        {
            var who = new ParticipantFact { Sid = $"PA_{i}", Identity = $"person-{i}", JoinedAtMs = StartMs + (i * 1_500_000), Class = (ParticipantClass)(i - 1) };
            yield return Event(RoomEventType.ParticipantJoined, i * 1_500_000, who);
            yield return Event(RoomEventType.ParticipantLeft, (i * 1_500_000) + 4_000_000, who);
        }

        yield return Event(RoomEventType.RoomFinished, 20_000_000, null);
    }

    private static RoomEvent Event(RoomEventType type, long afterMs, ParticipantFact? who) => new()
    {
        Type = type,
        LiveKitEventId = $"EV_{type}_{who?.Sid}",
        CreatedAtMs = StartMs + afterMs,
        RoomSid = "RM_1",
        RoomCreatedAtMs = StartMs,
        Generation = 1,
        Participant = who,
    };

    private async Task<List<AuditFinding>> AuditAsync()
    {
        await using var audit = new LedgerAudit(postgres.ConnectionString);
        var findings = new List<AuditFinding>();
        await foreach (var finding in audit.CheckAsync(_room.Tenant, CancellationToken.None))
        {
            findings.Add(finding);
        }

        return findings;
    }

    /// <summary>As the login, which may do what no role of RelayKit's may, and past the trigger that keeps roll-ups right.</summary>
    private async Task CorruptAsync(string corruption)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "relaykit" }.ConnectionString);
        await connection.OpenAsync();
        await using var off = new NpgsqlCommand("set session_replication_role = replica", connection);
        await off.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(corruption, connection);
        command.Parameters.AddWithValue(_room.Tenant.Value);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}
