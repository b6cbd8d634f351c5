using RelayKit.Bench.Load;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Rooms;

/// <summary>
/// Live rooms as the ledger has them, each with as many participants connected, written as rows at once. They have no events, which
/// no room reads.
/// </summary>
/// <param name="key">The tenant's API key.</param>
/// <param name="prefix">What the rooms' names begin with.</param>
/// <param name="count">How many rooms.</param>
internal sealed class LiveRooms(string key, string prefix, int count)
{
    public const int ParticipantsInEach = 20;

    /// <summary>Ids are UUIDv7 of the session's start, as the product's are, so that the rows lie where its rows lie.</summary>
    private const string Insert =
        """
        with rooms_made as (
            insert into rooms (tenant_id, mode, name, generation, livekit_cluster, created_at, version)
            select $1, 'l', $2 || '-' || n, 1, 'default', now(), 1 from generate_series(0, $3 - 1) n
        ), sessions_made as (
            insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms)
            select $1, (lpad(to_hex($4 + n), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, 'l', $2 || '-' || n,
                   'RM_' || left(md5($2 || n), 12), 1, $4 + n
            from generate_series(0, $3 - 1) n
        )
        insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class,
                                          joined_at_ms, join_event_id)
        select $1, (lpad(to_hex($4 + n), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, 'PA_' || left(sid, 12),
               (lpad(to_hex($4 + n), 12, '0') || '70009' || lpad(to_hex(n * 1000 + p), 15, '0'))::uuid, 'l', $2 || '-' || n,
               'person-' || left(sid, 8), 'Person ' || left(sid, 8), 0, $4 + n + p * 1000, 'EV_' || right(sid, 12)
        from generate_series(0, $3 - 1) n, generate_series(1, $5) p, md5($2 || n || '/' || p) sid
        """;

    private static readonly TimeSpan Since = TimeSpan.FromHours(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    private readonly ReadOnlyMemory<byte>[] _requests =
        [.. Enumerable.Range(0, count).Select(room => RepeatedRequests.Request("GET", FormattableString.Invariant($"/v1/rooms/{prefix}-{room}"), key))];

    public int Count => count;

    public async Task CreateAsync(BenchDatabase database, Guid tenant, CancellationToken cancellation)
    {
        var startMs = (TimeProvider.System.GetUtcNow() - Since).ToUnixTimeMilliseconds();
        await database.ExecuteAsync(Insert, [tenant, prefix, count, startMs, ParticipantsInEach], cancellation);
        await database.ExecuteAsync("vacuum analyze rooms, sessions, participant_sessions", cancellation);
    }

    /// <summary>Asks for every room until each has answered with all of its participants; a silo that is not there yet is asked again.</summary>
    /// <returns>Answers that said something wrong of a room.</returns>
    public async Task<long> AnswerAllAsync(Uri address, int connections, CancellationToken cancellation)
    {
        var next = -1;
        var wrong = 0L;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                using var connection = new RawConnection(address);
                while (Interlocked.Increment(ref next) is var room && room < count)
                {
                    while (await connection.SendAsync(_requests[room], cancellation) is not 200)
                    {
                        await Task.Delay(AskAgain, cancellation);
                    }

                    if (connection.Answer.IndexOf(Expected) < 0)
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            },
            cancellation)));
        return wrong;
    }

    private static ReadOnlySpan<byte> Expected => "\"participants\":20,"u8;
}
