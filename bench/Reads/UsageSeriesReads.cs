using System.Globalization;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Reads;

/// <summary>Usage over time of the tenant with the long history, while some of its rooms are live: what goes on is added at each read.</summary>
internal static class UsageSeriesReads
{
    private const int Reads = 100;
    private const int OpenSessions = 500;
    private const int ParticipantsInEach = 5;

    /// <summary>$2 now in Unix milliseconds, $3 sessions, $4 participants in each. They began within the last hour, one after the other.</summary>
    private const string InsertOpen =
        """
        with opened as (
            insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms)
            select $1, (lpad(to_hex(at_ms), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, 'l', 'open-' || n, 'RM_open_' || n, 1, at_ms
            from generate_series(0, $3 - 1) n, lateral (select $2 - 3600000 + n as at_ms) s
            returning session_id, room, started_at_ms
        )
        insert into participant_sessions (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms, join_event_id)
        select $1, session_id, 'PA_' || room || '_' || p, gen_random_uuid(), 'l', room, 'person-' || p, '', 0, started_at_ms + p, 'EV_open'
        from opened, generate_series(0, $4 - 1) p
        """;

    public static async Task MeasureAsync(
        BenchDatabase database, Guid tenant, TimedRequests reads, BenchOptions options, BenchReport report, CancellationToken cancellation)
    {
        await database.ExecuteAsync(
            InsertOpen, [tenant, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), OpenSessions, ParticipantsInEach], cancellation);
        var year = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddDays(-365).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture));
        var slowest = 0.0;
        foreach (var (name, query) in new[]
        {
            ("by day", ""), ("by hour", "?granularity=hour"), ("by day and kind", "?group_by=kind"), ("by day and room", "?group_by=room"),
            ("by hour and room", "?granularity=hour&group_by=room"),
        })
        {
            slowest = Math.Max(slowest, await MeasureAsync($"a month {name}", query, reads, report, cancellation));
        }

        await MeasureAsync("a year by day", $"?from={year}", reads, report, cancellation);
        report.Musts.Add(Must.Most(
            FormattableString.Invariant($"a page of a month's series, {options.Sessions} participant sessions and {OpenSessions * ParticipantsInEach} open, slowest p95, ms"),
            slowest, 50, 10));
        report.Figures["usage_series_p95_ms"] = slowest;
    }

    private static async Task<double> MeasureAsync(
        string name, string query, TimedRequests reads, BenchReport report, CancellationToken cancellation)
    {
        var took = await reads.GetAllAsync(Enumerable.Repeat($"/v1/usage/series{query}", Reads), cancellation);
        var p95 = TimedRequests.Percentile(took, 0.95);
        report.Note(FormattableString.Invariant($"Series, {name}: {TimedRequests.Percentile(took, 0.5):0.0} ms p50, {p95:0.0} ms p95."));
        return p95;
    }
}
