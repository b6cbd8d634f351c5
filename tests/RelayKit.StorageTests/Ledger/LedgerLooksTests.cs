using CsCheck;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Storage.Rooms;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Ledger;

/// <summary>What looks at LiveKit have changed: the statements merge rows by the same rule as the code does.</summary>
[Collection(PostgresGroup.Name)]
public sealed class LedgerLooksTests(PostgresFixture postgres)
{
    private const long Start = 1_796_068_800_000;

    private static readonly Gen<(long? Left, Sighting Looks, bool JoinTold, bool LeaveTold)> Written =
        from revision in Gen.Int[0, 3]
        from left in Gen.Long[Start, Start + 9].Nullable()
        from estimated in Gen.Bool
        from joinTold in Gen.Bool
        from leaveTold in Gen.Bool
        from lastSeen in Gen.Long[Start, Start + 9].Nullable()
        select (
            left,
            revision == 0 ? default : new Sighting(revision, lastSeen, estimated && left is not null),
            joinTold,
            leaveTold && left is not null && !(revision > 0 && estimated));

    [Fact]
    public Task Rows_of_a_participant_merge_as_the_code_says() => Written.Array[1, 4].SampleAsync(
        async history =>
        {
            await using var running = new RunningLedger(postgres.ConnectionString);
            var room = NewRoom();
            var session = NewSession();
            await CommitAsync(running.Ledger, new LedgerEntry { Room = room, Session = session });
            ParticipantRow? expected = null;
            foreach (var (left, looks, joinTold, leaveTold) in history)
            {
                var row = ParticipantOf(session) with
                {
                    Connected = new ConnectedInterval(Start, left),
                    JoinEventId = joinTold ? "EV_join" : null,
                    LeaveEventId = leaveTold ? "EV_leave" : null,
                    InLedger = expected is not null,
                    Looks = looks,
                };
                expected = expected?.Merge(row) ?? row;
                await CommitAsync(running.Ledger, looks == default
                    ? new LedgerEntry { Room = room, Participant = row }
                    : new LedgerEntry { Room = room, LookedParticipants = [row] });
                await AssertRolledUpAsync(room, expected);
            }

            var kept = await ReadAsync(room, session.LiveKitSid);
            var only = Assert.Single(kept!.Participants);
            Assert.Equal(
                (expected!.Connected, expected.Looks with { LastSeenMs = null }, expected.JoinEventId, expected.LeaveEventId),
                (only.Connected, only.Looks with { LastSeenMs = null }, only.JoinEventId, only.LeaveEventId));
        },
        iter: 60,
        threads: 1);

    [Fact]
    public async Task An_end_that_was_estimated_is_taken_back_by_a_later_look_and_by_nothing_older()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var room = NewRoom();
        var open = NewSession();
        var ended = open with { EndedAtMs = Start + 60_000, Looks = new Sighting(2, Start + 60_000, EndEstimated: true) };
        await CommitAsync(running.Ledger, new LedgerEntry { Room = room, Session = open });
        await CommitAsync(running.Ledger, new LedgerEntry { Room = room, OpenSession = open.Id, Session = ended });

        await Assert.ThrowsAsync<LedgerException>(() => CommitAsync(running.Ledger, new LedgerEntry { Room = room, Session = open }));
        await CommitAsync(running.Ledger, new LedgerEntry { Room = room, Session = open with { Looks = new Sighting(3, null, EndEstimated: false) } });

        var session = (await ReadAsync(room, "RM_1"))!.Session;
        Assert.Null(session.EndedAtMs);
        Assert.Equal(3, session.Looks.Revision);
    }

    [Fact]
    public async Task The_end_that_livekit_tells_replaces_an_estimate_and_no_estimate_replaces_it()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var room = NewRoom();
        var open = NewSession();
        var estimate = open with { EndedAtMs = Start + 60_000, Looks = new Sighting(2, Start + 60_000, EndEstimated: true) };
        var told = open with { EndedAtMs = Start + 90_000 };

        foreach (var row in new[] { open, estimate, told, estimate with { Looks = estimate.Looks with { Revision = 9 } } })
        {
            await CommitAsync(running.Ledger, new LedgerEntry { Room = room, Session = row });
        }

        var session = (await ReadAsync(room, "RM_1"))!.Session;
        Assert.Equal(Start + 90_000, session.EndedAtMs);
        Assert.False(session.Looks.EndEstimated);
    }

    [Fact]
    public async Task An_end_that_is_told_where_the_estimate_happened_to_be_is_told_all_the_same()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var room = NewRoom();
        var open = NewSession();
        var estimate = open with { EndedAtMs = Start + 60_000, Looks = new Sighting(2, Start + 60_000, EndEstimated: true) };
        var told = estimate with { Looks = estimate.Looks with { EndEstimated = false } };

        foreach (var row in new[] { open, estimate, told })
        {
            await CommitAsync(running.Ledger, new LedgerEntry { Room = room, Session = row });
        }

        Assert.Equal(Start + 60_000, (await ReadAsync(room, "RM_1"))!.Session.ToldEndMs);
    }

    [Fact]
    public async Task Whoever_this_writer_never_heard_of_ends_with_the_session_by_an_estimate_too()
    {
        await using var running = new RunningLedger(postgres.ConnectionString);
        var room = NewRoom();
        var open = NewSession();
        var there = ParticipantOf(open) with { JoinEventId = "EV_join" };
        await CommitAsync(running.Ledger, new LedgerEntry { Room = room, Session = open, Participant = there });

        await CommitAsync(running.Ledger, new LedgerEntry
        {
            Room = room,
            OpenSession = open.Id,
            Session = open with { EndedAtMs = Start + 60_000, Looks = new Sighting(1, Start + 60_000, EndEstimated: true) },
        });

        var row = Assert.Single((await ReadAsync(room, "RM_1"))!.Participants);
        Assert.Equal(Start + 60_000, row.Connected.LeftAtMs);
        Assert.Equal(Evidence.Reconciled, row.Evidence);
        await CommitAsync(running.Ledger, new LedgerEntry
        {
            Room = room,
            Participant = there with { Connected = new ConnectedInterval(Start, Start + 75_000), LeaveEventId = "EV_leave", InLedger = true },
        });
        Assert.Equal(75_000, await ScalarAsync(room, "select sum(participant_ms)::bigint from usage_hourly where tenant_id = $1"));
    }

    private static RoomKey NewRoom() => new(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup");

    private static SessionRow NewSession() =>
        new(Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(Start)), "RM_1", 1, Start, null);

    private static ParticipantRow ParticipantOf(SessionRow session) => new()
    {
        Id = session.Id,
        SessionId = session.Id,
        LiveKitSid = "PA_1",
        Identity = "ada",
        Name = "Ada",
        Class = ParticipantClass.Standard,
        Connected = new ConnectedInterval(Start, null),
    };

    private static Task CommitAsync(PostgresLedger ledger, LedgerEntry entry)
    {
        Assert.True(ledger.TryReserve());
        return ledger.CommitAsync(new LedgerLane(), entry);
    }

    private Task<SessionSnapshot?> ReadAsync(RoomKey room, string sid) =>
        new PostgresRoomStore(postgres.Sources, TimeProvider.System).FindSessionAsync(room, sid, CancellationToken.None);

    private async Task AssertRolledUpAsync(RoomKey room, ParticipantRow row)
    {
        foreach (var (column, counts) in new[]
        {
            ("participant_ms", true), ("reconciled_ms", row.Evidence == Evidence.Reconciled), ("presumed_ms", row.Evidence == Evidence.Presumed),
        })
        {
            Assert.Equal(
                counts ? row.Connected.DurationMs ?? 0 : 0,
                await ScalarAsync(room, $"select coalesce(sum({column}), 0)::bigint from usage_hourly where tenant_id = $1"));
        }
    }

    private async Task<long> ScalarAsync(RoomKey room, string sql)
    {
        await using var command = postgres.Sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(room.Tenant.Value);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
