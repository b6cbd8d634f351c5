namespace RelayKit.Storage.Recordings;

/// <summary>The statements about recordings.</summary>
internal static class RecordingSql
{
    /// <summary>In the order in which <see cref="RecordingColumns"/> reads and writes them.</summary>
    public const string Columns =
        """
        tenant_id, recording_id, mode, purpose, kind, cluster, room, generation, session_id, layout, audio_only, video_only, identity, screen_share,
        audio_track, video_track, page_url, format, storage_id, bucket, key_prefix, object_key, asked_urls, automatic, requested_at, max_seconds,
        status, egress_id, presumed, updated_at_ms, started_at_ms, ended_at_ms, duration_ms, size_bytes, error, error_code, details, in_backup, outputs,
        stop_requested_at, stops_unanswered, missed_since, file, file_error, sha256, file_checked_at, deleted_at, revision
        """;

    /// <summary>All who ask for one tenant wait for each other here, so that what is counted next is so until their own row is there.</summary>
    public const string LockTenant = "select pg_advisory_xact_lock(hashtextextended('recordings ' || $1::text, 0))";

    /// <summary>
    /// What usage and limits count of a period that begins at $3, by purpose: how many go on; the milliseconds of those that have ended, of which what lies
    /// before the begin is left out; how many count time now, and the sum of when they began to; the bytes of those that have ended.
    /// </summary>
    public const string SelectUsage =
        """
        select purpose,
            count(*) filter (where status in ('starting', 'active', 'ending')),
            coalesce(sum(least(duration_ms, ended_at_ms - $3)) filter (where ended_at_ms >= $3 and duration_ms is not null
                and (purpose = 'stream' or status in ('complete', 'limit_reached') or in_backup)), 0)::bigint,
            count(*) filter (where status in ('active', 'ending') and started_at_ms is not null),
            coalesce(sum(greatest(started_at_ms, $3)) filter (where status in ('active', 'ending') and started_at_ms is not null), 0)::bigint,
            coalesce(sum(size_bytes) filter (where ended_at_ms >= $3 and (status in ('complete', 'limit_reached') or in_backup)), 0)::bigint
        from recordings
        where tenant_id = $1 and mode = $2 and (status in ('starting', 'active', 'ending') or ended_at_ms >= $3)
        group by purpose
        """;

    public const string Insert =
        $"""
        insert into recordings ({Columns}) values
            ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
             $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48)
        on conflict do nothing
        """;

    /// <summary>What can change. The file's next work is due at once where its state has changed to one that has work.</summary>
    public const string Update =
        """
        update recordings set
            layout = $4, status = $5, egress_id = $6, presumed = $7, updated_at_ms = $8, started_at_ms = $9, ended_at_ms = $10, duration_ms = $11,
            size_bytes = $12, error = $13, error_code = $14, details = $15, in_backup = $16, outputs = $17::jsonb, stop_requested_at = $18,
            stops_unanswered = $19, missed_since = $20,
            file_work_at = case when file <> $21 then now() else file_work_at end,
            file_attempts = case when file <> $21 then 0 else file_attempts end,
            file = $21, file_error = $22, sha256 = $23, file_checked_at = $24, deleted_at = $25, revision = revision + 1
        where tenant_id = $1 and recording_id = $2 and revision = $3
        """;

    public const string Delete = "delete from recordings where tenant_id = $1 and recording_id = $2 and egress_id is null";

    public const string SelectOne = $"select {Columns} from recordings where tenant_id = $1 and mode = $2 and recording_id = $3 and purpose = $4";

    public const string SelectPage =
        $"""
        select {Columns} from recordings
        where tenant_id = $1 and mode = $2 and purpose = $3
          and ($4::text is null or room = $4) and ($5::uuid is null or session_id = $5) and ($6::text is null or status = $6)
          and ($7::uuid is null or recording_id < $7)
        order by recording_id desc limit $8
        """;

    public const string SelectByEgress = "select tenant_id, mode, purpose, recording_id from recordings where egress_id = $1";

    public const string SelectOwner = "select tenant_id, mode, purpose, recording_id from recordings where recording_id = $1";

    /// <summary>
    /// A source is gone when its session has ended for two minutes, or when the recorder that was seen in the room has left it: LiveKit
    /// then tells the end within seconds, unless the worker is dead.
    /// </summary>
    public const string SelectOpen =
        $"""
        select {Columns},
            exists (
                select from sessions s
                where s.tenant_id = r.tenant_id and s.session_id = r.session_id and s.ended_at_ms < $2)
            or (r.egress_id is not null
                and exists (
                    select from participant_sessions p
                    where p.tenant_id = r.tenant_id and p.session_id = r.session_id and p.identity = r.egress_id and p.left_at_ms < $2)
                and not exists (
                    select from participant_sessions p
                    where p.tenant_id = r.tenant_id and p.session_id = r.session_id and p.identity = r.egress_id
                      and (p.left_at_ms is null or p.left_at_ms >= $2)))
        from recordings r
        where cluster = $1 and status in ('starting', 'active', 'ending')
        """;

    /// <summary>
    /// The bound $2 leaves out the months ahead, whose partitions are there already. A recording that somebody has asked for does not stand in for the one that
    /// the room's settings ask for: it may be of one participant, or stop sooner.
    /// </summary>
    public const string SelectUnrecorded =
        """
        select r.tenant_id, r.mode, r.name, s.generation, s.session_id, s.started_at_ms, r.recording, automatic.failures, automatic.failed_at
        from rooms r
        join sessions s on s.tenant_id = r.tenant_id and s.mode = r.mode and s.room = r.name and s.ended_at_ms is null and s.session_id < $2
        cross join lateral (
            select count(*) as failures,
                count(*) filter (where a.status not in ('failed', 'aborted')) as others,
                max(greatest(a.requested_at, to_timestamp(coalesce(a.ended_at_ms, 0) / 1000.0))) as failed_at
            from recordings a where a.tenant_id = s.tenant_id and a.session_id = s.session_id and a.automatic) automatic
        where r.livekit_cluster = $1 and r.recording is not null and r.deleted_at is null
          and (r.recording -> 'is_off') is distinct from 'true'::jsonb
          and automatic.others = 0
        order by s.session_id
        """;
}
