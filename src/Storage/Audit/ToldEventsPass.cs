using System.Globalization;
using System.Runtime.CompilerServices;
using RelayKit.Identifiers;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Compares the events that sessions and participant sessions call for with those of the log. Where an event lies in the log says
/// little about where its session lies, so the two are not joined: both are read once and added up, in buckets by the sid's hash, to
/// their number and the sum of their hashes. Only buckets in which these differ are read again, and then sid by sid.
/// </summary>
/// <param name="mostEventsInLook">How many events, due and told, are compared by name at once, unless one bucket alone has more.</param>
/// <param name="mostLooks">How often events are compared by name at most; the buckets that are left then are counted only.</param>
internal sealed class ToldEventsPass(long mostEventsInLook = 4_000_000, int mostLooks = 4) : IAuditPass
{
    /// <summary>Each event that has to be told, and each that was told, by its type and the sid that it is about.</summary>
    private const string Due =
        """
        select 'room.started' as type, livekit_sid as sid from sessions where tenant_id = $1 and session_id >= $2
        union all
        select 'participant.joined', livekit_sid from participant_sessions where tenant_id = $1 and session_id >= $2
        union all
        select 'participant.left', livekit_sid from participant_sessions where tenant_id = $1 and session_id >= $2 and left_at_ms is not null
        """;

    /// <summary>OFFSET keeps PostgreSQL from taking the JSON apart again wherever the sid is named.</summary>
    private const string Told =
        """
        select type, coalesce(case when type = 'room.started' then data ->> 'livekit_room_sid' else data #>> '{participant,livekit_sid}' end, '') as sid
        from events where tenant_id = $1 and type in ('room.started', 'participant.joined', 'participant.left')
          and ($3::text is null or data ->> 'session_id' >= $3 collate "C") offset 0
        """;

    private const string Bucket = "hashtext(sid) & 255";

    private const string SelectDifferentBuckets =
        $"""
        with due as (
            select {Bucket} as bucket, type, count(*) as events, sum(hashtextextended(sid, 0)) as hashes from ({Due}) d group by 1, 2
        ), told as (
            select {Bucket} as bucket, type, count(*) as events, sum(hashtextextended(sid, 0)) as hashes from ({Told}) t group by 1, 2
        )
        select bucket, sum(coalesce(d.events, 0) + coalesce(t.events, 0))::bigint,
               sum(greatest(1, abs(coalesce(d.events, 0) - coalesce(t.events, 0))))::bigint
        from due d full join told t using (bucket, type)
        where d.events is distinct from t.events or d.hashes is distinct from t.hashes
        group by bucket order by bucket
        """;

    /// <summary>$4 are the buckets to look at.</summary>
    private const string SelectDifferences =
        $"""
        with due as (
            select type, sid, count(*) as events from ({Due}) d where {Bucket} = any($4) group by 1, 2
        ), told as (
            select type, sid, count(*) as events from ({Told}) t where {Bucket} = any($4) group by 1, 2
        )
        select format('%s of %s: due %s times, told %s times', type, sid, coalesce(d.events, 0), coalesce(t.events, 0))
        from due d full join told t using (type, sid)
        where d.events is distinct from t.events
        """;

    public async IAsyncEnumerable<AuditFinding> FindAsync(
        AuditSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancellation)
    {
        snapshot.Report(AuditCheck.ToldOnce);
        var first = FirstCompared(snapshot);
        object firstText = first == Guid.Empty ? DBNull.Value : PublicId.Format(PublicId.Session, first);
        var different = new Queue<(int Number, long Events, long Violations)>();
        await foreach (var row in snapshot.ReadAsync(SelectDifferentBuckets, cancellation, first, firstText))
        {
            different.Enqueue((row.GetInt32(0), row.GetInt64(1), row.GetInt64(2)));
        }

        for (var look = 0; look < mostLooks && different.Count > 0; look++)
        {
            var buckets = new List<int>();
            for (var events = 0L; different.TryPeek(out var next) && (buckets.Count == 0 || events + next.Events <= mostEventsInLook); events += next.Events)
            {
                buckets.Add(different.Dequeue().Number);
            }

            await foreach (var row in snapshot.ReadAsync(SelectDifferences, cancellation, first, firstText, buckets.ToArray()))
            {
                yield return snapshot.Finding(AuditCheck.ToldOnce, row.GetString(0));
            }
        }

        if (different.Count > 0)
        {
            // A log that is wrong all over: to name every event would take a way through all of them for every few million.
            var rest = different.Sum(bucket => bucket.Violations);
            yield return snapshot.Finding(
                AuditCheck.ToldOnce, string.Create(CultureInfo.InvariantCulture, $"at least {rest} more events, by number and not by name")) with
            {
                Violations = rest,
            };
        }
    }

    /// <summary>
    /// The first session of which all events are still there. An event's time and its session's may differ by what was rounded, so sessions of the day after
    /// the floor are left out, too.
    /// </summary>
    private static Guid FirstCompared(AuditSnapshot snapshot) =>
        snapshot.RemovedBeforeMs is { } floor ? FactId.Lowest(floor + (long)TimeSpan.FromDays(1).TotalMilliseconds) : Guid.Empty;
}
