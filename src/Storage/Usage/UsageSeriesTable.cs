using RelayKit.Usage.Series;

namespace RelayKit.Storage.Usage;

/// <summary>Where a series comes from: the only place that picks a table for a grouping.</summary>
/// <param name="RollUps">The hourly roll-ups of what has ended.</param>
/// <param name="Group">The group of a roll-up, as text in the order of its bytes.</param>
/// <param name="OpenGroup">The group of a participant session <c>p</c> of a session <c>s</c> that goes on.</param>
/// <param name="FirstBuckets">
/// How many buckets are read at first; then twice as many each time, until the page is full. 0 for a page's worth: of these tables a few
/// rows make a bucket, of others a bucket may fill pages.
/// </param>
/// <param name="OpenLabels">What makes a row for each label of a participant session; empty where there is one for all.</param>
/// <param name="IsOfLabel">Whether only one label is read: the last parameter of both statements.</param>
internal sealed record UsageSeriesTable(
    string RollUps, string Group, string OpenGroup, int FirstBuckets, string OpenLabels = "", bool IsOfLabel = false)
{
    private static readonly UsageSeriesTable Ungrouped = new("usage_hourly", "''", "''", 0);
    private static readonly UsageSeriesTable ByKind = new("usage_hourly", "class::text", "p.class::text", 0);
    private static readonly UsageSeriesTable ByRoom = new("usage_hourly_by_room", "room", "s.room", 1);
    private static readonly UsageSeriesTable ByLabel =
        new("usage_hourly_by_label", "label", "l.label", 1, OpenLabels: "cross join lateral unnest(p.labels) as l (label)");

    private static readonly UsageSeriesTable OfLabel = new("usage_hourly_by_label", "''", "''", 0, IsOfLabel: true);
    private static readonly UsageSeriesTable ByKindOfLabel = new("usage_hourly_by_label", "class::text", "p.class::text", 0, IsOfLabel: true);
    private static readonly UsageSeriesTable ByLabelOfLabel = new("usage_hourly_by_label", "label", "$7::text", 0, IsOfLabel: true);

    /// <summary>
    /// $1 tenant, $2 mode, $3 and $4 from and to, $5 classes, $6 a bucket's length; of the bucket that ends at $7 only groups after $8 are
    /// read; $9 is how many at most; $10 the label if there is one.
    /// </summary>
    public string SelectEnded { get; } =
        $"""
         select date_bin($6, hour, timestamptz 'epoch') as bucket, {Group} collate "C" as grp,
                sum(participant_ms)::bigint, sum(reconciled_ms)::bigint, sum(presumed_ms)::bigint
         from {RollUps}
         where tenant_id = $1 and mode = $2 and hour >= $3 and hour < $4 and class = any($5) and (hour >= $7 or {Group} collate "C" > $8)
           {(IsOfLabel ? "and label = $10" : "")}
         group by 1, 2
         having sum(participant_ms) <> 0
         order by 1, 2
         limit $9
         """;

    /// <summary>
    /// $1 tenant, $2 mode, $3 from and $4 to or now, whichever is earlier, both Unix milliseconds, $5 classes, $6 a bucket's milliseconds, $7 the label
    /// if there is one.
    /// Added up session by session, as the meter does: a plain join leaves it to the statistics whether all of history is read.
    /// </summary>
    public string SelectOpen { get; } =
        $"""
         select line.grp, line.bucket, line.reconciled, line.joins, line.sum_from_ms
         from sessions s cross join lateral (
             select {OpenGroup} as grp, greatest(p.joined_at_ms, $3) / $6 as bucket,
                    evidence_of(p.joined_at_ms, p.left_at_ms, p.join_event_id, p.leave_event_id, p.look_revision, p.end_estimated) = 1 as reconciled,
                    count(*) as joins, sum(greatest(p.joined_at_ms, $3))::bigint as sum_from_ms
             from participant_sessions p {OpenLabels}
             where p.tenant_id = s.tenant_id and p.session_id = s.session_id
               and p.left_at_ms is null and p.joined_at_ms < $4 and p.class = any($5)
               {(IsOfLabel ? "and p.labels @> array[$7]" : "")}
             group by 1, 2, 3
         ) line
         where s.tenant_id = $1 and s.mode = $2 and s.ended_at_ms is null
         """;

    /// <param name="grouping">By what the series is grouped.</param>
    /// <param name="ofLabel">Whether only one label is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no roll-ups by both.</exception>
    public static UsageSeriesTable Of(UsageGrouping grouping, bool ofLabel) => (grouping, ofLabel) switch
    {
        (UsageGrouping.None, false) => Ungrouped,
        (UsageGrouping.Kind, false) => ByKind,
        (UsageGrouping.Room, false) => ByRoom,
        (UsageGrouping.Label, false) => ByLabel,
        (UsageGrouping.None, true) => OfLabel,
        (UsageGrouping.Kind, true) => ByKindOfLabel,
        (UsageGrouping.Label, true) => ByLabelOfLabel,
        _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, null),
    };
}
