using System.Runtime.CompilerServices;
using Npgsql;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Compares roll-ups with the participant sessions, month by month. A participant session lies in the month in which its session
/// began, but its hours may lie in others; of the sessions of which that is so, the ids are remembered, some bytes for each
/// that lived at the end of a month.
/// </summary>
internal sealed class RollUpPass : IAuditPass
{
    /// <summary>$2 and $3 are the month's milliseconds, $4 and $5 its ids.</summary>
    private const string SelectReaching =
        """
        select session_id, min(joined_at_ms), max(left_at_ms) from participant_sessions
        where tenant_id = $1 and session_id >= $4 and session_id < $5 and left_at_ms > joined_at_ms
          and (joined_at_ms < $2 or left_at_ms > $3)
        group by session_id
        """;

    /// <summary>$4 and $5 are the month's ids, $6 the sessions of other months that reach into it.</summary>
    private static readonly string SelectDifferences =
        $"""
         with {RollUpSql.Differences(
             $"""
              {RollUpSql.ClosedWithin} and p.session_id >= $4 and p.session_id < $5
              union all
              {RollUpSql.ClosedWithin} and p.session_id = any($6)
              """)}
         {string.Join("\nunion all\n", RollUpTable.All.Select((table, i) => $"select {i}, row_text, due, kept from differences_of_{table.Name}"))}
         """;

    public async IAsyncEnumerable<AuditFinding> FindAsync(
        AuditSnapshot snapshot, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var months = new SortedSet<AuditMonth>();
        var reaching = new List<Reaching>();
        await foreach (var month in snapshot.ReadMonthsAsync(cancellation))
        {
            snapshot.Report(AuditCheck.Conservation, month);
            months.Add(month);
            await AddReachingAsync(snapshot, month, reaching, cancellation);
        }

        foreach (var session in reaching)
        {
            for (var month = AuditMonth.Of(session.FirstMs); month <= AuditMonth.Of(session.EndMs - 1); month = month.Next)
            {
                months.Add(month);
            }
        }

        foreach (var table in RollUpTable.All)
        {
            await foreach (var row in snapshot.ReadAsync(SelectMonths(table), cancellation))
            {
                months.Add(AuditMonth.Of(row.GetInt64(0)));
            }
        }

        // Hours before the floor may have lost their roll-ups; whoever was connected after it is still there as a whole.
        var floor = snapshot.RemovedBeforeMs ?? long.MinValue;
        foreach (var month in months.Where(month => month.EndMs > floor))
        {
            snapshot.Report(AuditCheck.Conservation, month);
            var others = reaching.Where(session => session.Overlaps(month)).Select(session => session.Id).ToArray();
            var rows = snapshot.ReadAsync(SelectDifferences, cancellation, Math.Max(month.FirstMs, floor), month.EndMs, month.FirstId, month.EndId, others);
            await foreach (var row in rows)
            {
                yield return Describe(snapshot, month, row);
            }
        }
    }

    private static async Task AddReachingAsync(
        AuditSnapshot snapshot, AuditMonth month, List<Reaching> reaching, CancellationToken cancellation)
    {
        var rows = snapshot.ReadAsync(SelectReaching, cancellation, month.FirstMs, month.EndMs, month.FirstId, month.EndId);
        await foreach (var row in rows)
        {
            reaching.Add(new Reaching(row.GetGuid(0), month, row.GetInt64(1), row.GetInt64(2)));
        }
    }

    /// <summary>
    /// An instant of each month in which the table has rows: from each row that is found the next month is looked for by the key.
    /// PostgreSQL knows hours that no calendar has, <c>infinity</c> among them, and a row may have any.
    /// </summary>
    private static string SelectMonths(RollUpTable table) =>
        $"""
         with recursive found as (
             (select mode, hour from {table.Name} where tenant_id = $1 order by mode, hour limit 1)
             union all
             select n.mode, n.hour
             from found f cross join lateral (
                 select mode, hour from {table.Name}
                 where tenant_id = $1 and (mode, hour) > (f.mode, case when f.hour < '9999-12-01 00:00+00' then
                     (date_trunc('month', f.hour at time zone 'UTC') + interval '1 month') at time zone 'UTC' - interval '1 microsecond'
                     else 'infinity' end)
                 order by mode, hour limit 1
             ) n
         )
         select (extract(epoch from least(greatest(hour, '0001-01-01 00:00+00'), '9999-12-31 00:00+00')) * 1000)::bigint from found
         """;

    private static AuditFinding Describe(AuditSnapshot snapshot, AuditMonth month, NpgsqlDataReader row)
    {
        var table = RollUpTable.All[row.GetInt32(0)];
        var due = row.GetFieldValue<long[]>(2);
        var kept = row.IsDBNull(3) ? null : row.GetFieldValue<long[]>(3);
        var (gives, has) = (RollUpFigures.Differing(due, kept), kept is null ? "no row" : RollUpFigures.Differing(kept, due));
        return snapshot.Finding(table.Check, $"{row.GetString(1)}: sessions give {gives}, {table.Name} has {has}") with
        {
            RollUpMonth = month.FirstDay,
        };
    }

    /// <summary>A session with participants who were connected outside its month, and from when to when all of them were.</summary>
    private readonly record struct Reaching(Guid Id, AuditMonth Month, long FirstMs, long EndMs)
    {
        public bool Overlaps(AuditMonth month) => month != Month && FirstMs < month.EndMs && EndMs > month.FirstMs;
    }
}
