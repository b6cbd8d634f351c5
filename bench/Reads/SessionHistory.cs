using System.Diagnostics;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Reads;

/// <summary>
/// Months of ended sessions of one tenant, written as rows, month by month. The roll-ups follow by the product's own trigger. There
/// are no events, which no read of sessions or usage looks at.
/// </summary>
/// <param name="participantSessions">How many participant sessions in all; rounded to whole sessions in each month.</param>
internal sealed class SessionHistory(int participantSessions)
{
    public const int Months = 10;

    private const int ParticipantsInEach = 20;
    private const int Rooms = 500;

    /// <summary>As the silo makes them while the months go by; by the owner, to whom they have to belong.</summary>
    private static readonly string EnsureMonths =
        $"""
        do $body$
        begin
            set local role relaykit_owner;
            perform ensure_partitions(parent::regclass, kind, (current_date - interval '{Months - 1} months')::date, current_date)
            from (values ('sessions', 'uuid'), ('participant_sessions', 'uuid'), ('events', 'uuid'),
                         ('usage_hourly', 'time'), ('usage_hourly_by_room', 'time'), ('usage_hourly_by_label', 'time')) as partitioned (parent, kind);
        end
        $body$
        """;

    private const string InsertRooms =
        """
        insert into rooms (tenant_id, mode, name, generation, livekit_cluster, created_at, version)
        select $1, 'l', 'room-' || n, 1, 'default', now() - interval '1 year', 1 from generate_series(0, $2 - 1) n
        """;

    /// <summary>
    /// $2 the month's first millisecond, $3 milliseconds from a session to the next, $4 sessions. Their ids are UUIDv7 of their
    /// start, as the product's are; each lasts 20 to 60 minutes.
    /// </summary>
    private const string InsertSessions =
        """
        insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms, ended_at_ms, end_recorded_at)
        select $1, (lpad(to_hex(start_ms), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, 'l', 'room-' || n % $5,
               'RM_' || left(md5(start_ms || '/' || n), 12), 1, start_ms, end_ms, to_timestamp(end_ms / 1000.0)
        from generate_series(0, $4 - 1) n, lateral (select $2 + n * $3 as start_ms) s,
             lateral (select start_ms + 1200000 + (n * 7919) % 2400000 as end_ms) e
        """;

    /// <summary>As above; each participant comes within the first ten minutes and leaves within the last ten.</summary>
    private const string InsertParticipants =
        """
        insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class,
                                          joined_at_ms, left_at_ms, disconnect_reason, join_event_id, leave_event_id)
        select $1, (lpad(to_hex(start_ms), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, 'PA_' || left(sid, 12),
               (lpad(to_hex(start_ms), 12, '0') || '7000' || '9' || lpad(to_hex(n * 100 + p), 15, '0'))::uuid, 'l', 'room-' || n % $5,
               'person-' || left(sid, 6), 'Person ' || left(sid, 6), 0, start_ms + p * 29917, (end_ms - p * 28657) / 1000 * 1000,
               'client_initiated', 'EV_' || right(sid, 12), 'EV_' || substr(sid, 10, 12)
        from generate_series(0, $4 - 1) n, lateral (select $2 + n * $3 as start_ms) s,
             lateral (select start_ms + 1200000 + (n * 7919) % 2400000 as end_ms) e,
             generate_series(0, $6 - 1) p, lateral (select md5(start_ms || '/' || n || '/' || p) as sid) i
        """;

    /// <summary>Writes it and says how far it has come.</summary>
    public async Task CreateAsync(BenchDatabase database, Guid tenant, CancellationToken cancellation)
    {
        await database.ExecuteAsync(EnsureMonths, cancellation);
        await database.ExecuteAsync(InsertRooms, [tenant, Rooms], cancellation);
        var now = TimeProvider.System.GetUtcNow();
        var thisMonth = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var sessions = Math.Max(1, participantSessions / ParticipantsInEach / Months);
        var clock = Stopwatch.StartNew();
        for (var month = 0; month < Months; month++)
        {
            var from = thisMonth.AddMonths(month + 1 - Months);
            // The last hour is left out: by then every session has ended.
            var to = from == thisMonth ? now.AddHours(-1) : from.AddMonths(1);
            object[] values =
            [
                tenant, from.ToUnixTimeMilliseconds(), Math.Max(1, (long)((to - from).TotalMilliseconds / sessions)), sessions, Rooms, ParticipantsInEach,
            ];
            await database.ExecuteAsync(InsertSessions, values[..^1], cancellation);
            await database.ExecuteAsync(InsertParticipants, values, cancellation);
            Console.WriteLine(FormattableString.Invariant(
                $"  {(month + 1L) * sessions * ParticipantsInEach} participant sessions after {clock.Elapsed.TotalSeconds:0} s"));
        }

        await database.ExecuteAsync("vacuum analyze sessions, participant_sessions, usage_hourly, usage_hourly_by_room, rooms", cancellation);
        Console.WriteLine(FormattableString.Invariant($"  all written and analysed after {clock.Elapsed.TotalSeconds:0} s"));
    }
}
