using Npgsql;
using RelayKit.Ledger;
using RelayKit.Rooms;
using RelayKit.Storage.Ledger;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Database;

/// <summary>The statements of <c>LedgerSql</c>, in their order, said once more in other words.</summary>
internal sealed partial class VirtualDatabase
{
    private const string EndedByAnother = "23RK1";

    /// <summary>Rows of participants that are refused, by sid, until an instant.</summary>
    private readonly Dictionary<string, DateTimeOffset> _refused = [];

    /// <summary>Participants whose session has no row: there must never be any.</summary>
    public List<string> Orphans { get; } = [];

    public void RefuseUntil(string participantSid, DateTimeOffset until) => _refused[participantSid] = until;

    /// <summary>Commits a batch as <c>LedgerBatchWriter</c> writes it.</summary>
    /// <returns>The sessions of which it changed something that a meter counts.</returns>
    /// <exception cref="PostgresException">Nothing is written.</exception>
    public List<WrittenSession> Commit(LedgerBatch batch, bool again)
    {
        Check(batch, again);
        var before = Touched(batch).ToDictionary(id => id, id => VersionOf(id));
        Write(batch);
        return [.. before.Where(session => _sessions.ContainsKey(session.Key)).Select(session => new WrittenSession(
            _sessions[session.Key].Room.Tenant,
            session.Key,
            session.Value.IsNewerThan(VersionOf(session.Key)),
            HadTwoWriters.Contains(_sessions[session.Key].Room)))];
    }

    /// <summary>Whether a line says all that there is of its session.</summary>
    public bool IsAllOf(SessionLine line) =>
        line.Version == VersionOf(line.SessionId) && line.Ended == (_sessions.GetValueOrDefault(line.SessionId)?.Row.EndedAtMs is not null);

    public bool HadTwoWritersOf(Guid session) => _sessions.TryGetValue(session, out var kept) && HadTwoWriters.Contains(kept.Room);

    private KnowledgeVersion VersionOf(Guid session) => _sessions.TryGetValue(session, out var kept)
        ? kept.Participants.Values.Aggregate(default(KnowledgeVersion), (sum, row) => sum + VersionOf(row))
        : default;

    private static KnowledgeVersion VersionOf(ParticipantRow row) =>
        KnowledgeVersion.Of(row.Connected, (row.JoinEventId is null ? 0 : 1) + (row.LeaveEventId is null ? 0 : 1));

    private static IEnumerable<Guid> Touched(LedgerBatch batch) => batch.Sessions.Select(s => s.Row.Id)
        .Concat(batch.NewParticipants.Concat(batch.KnownParticipants).Concat(batch.LookedParticipants).Select(p => p.Row.SessionId))
        .Distinct();

    private void Write(LedgerBatch batch)
    {
        foreach (var (room, row) in batch.Sessions)
        {
            Upsert(room, row);
        }

        foreach (var (_, row) in batch.NewParticipants)
        {
            Merge(row);
        }

        foreach (var (_, row) in batch.LookedParticipants)
        {
            Merge(row);
        }

        foreach (var (_, row) in batch.KnownParticipants)
        {
            Update(row);
        }

        foreach (var (_, row) in batch.Sessions.Where(session => session.Row.EndedAtMs is not null))
        {
            EndWith(row);
        }

        foreach (var (tenant, row) in batch.Events)
        {
            if (_eventIds.Add((tenant, row.Id)))
            {
                if (!_events.TryGetValue(tenant, out var log))
                {
                    _events[tenant] = log = [];
                }

                log.Add(row);
            }
        }
    }

    /// <summary>Whatever any of the statements refuses. Keys are once in a batch, so that none of them sees what another has done.</summary>
    private void Check(LedgerBatch batch, bool again)
    {
        var now = time.GetUtcNow();
        var participants = batch.NewParticipants.Concat(batch.LookedParticipants).Concat(batch.KnownParticipants).Select(p => p.Row);
        if (_refused.Count > 0 && participants.Any(row => _refused.TryGetValue(row.LiveKitSid, out var until) && now < until))
        {
            throw Refusal(PostgresErrorCodes.CharacterNotInRepertoire);
        }

        if (batch.OpenSessions.Any(open => _sessions.TryGetValue(open.Session, out var session) && session.Row.EndedAtMs is not null)
            || batch.Sessions.Any(session => IsEndedByAnother(session.Row)))
        {
            throw Refusal(EndedByAnother);
        }

        if (!again
            && (batch.NewParticipants.Any(p => SessionOf(p.Row) is { } session && session.Participants.ContainsKey(p.Row.LiveKitSid))
                || batch.Events.Any(e => _eventIds.Contains((e.Tenant, e.Row.Id)))))
        {
            throw Refusal(PostgresErrorCodes.UniqueViolation);
        }
    }

    private bool IsEndedByAnother(SessionRow told) =>
        told.EndedAtMs is null
        && _sessions.TryGetValue(told.Id, out var session)
        && session.Row is { EndedAtMs: not null } kept
        && !(kept.Looks.EndEstimated && told.Looks.Revision > kept.Looks.Revision);

    private void Upsert(RoomKey room, SessionRow told)
    {
        if (!_sessions.TryGetValue(told.Id, out var session))
        {
            _sessions[told.Id] = new SessionRecord(room, told) { EndRecordedAt = told.EndedAtMs is null ? null : time.GetUtcNow() };
            return;
        }

        var (kept, looks) = (session.Row, session.Row.Looks);
        var end = MergedEnd(kept.EndedAtMs, looks, told.EndedAtMs, told.Looks);
        var isToldAtLast = looks.EndEstimated && !told.Looks.EndEstimated;
        if (told.Looks.Revision > looks.Revision || (told.EndedAtMs is not null && (isToldAtLast || kept.EndedAtMs != end)))
        {
            session.EndRecordedAt = told.EndedAtMs is null ? null : time.GetUtcNow();
            session.Row = kept with
            {
                EndedAtMs = end,
                Looks = new Sighting(
                    Math.Max(looks.Revision, told.Looks.Revision),
                    MergedLastSeen(looks, told.Looks),
                    (kept.EndedAtMs is null || looks.EndEstimated) && told.Looks.EndEstimated),
            };
        }
    }

    private void Merge(ParticipantRow told)
    {
        var rows = RowsOf(told);
        if (!rows.TryGetValue(told.LiveKitSid, out var kept))
        {
            rows[told.LiveKitSid] = told with { InLedger = false };
            return;
        }

        var end = MergedEnd(kept.Connected.LeftAtMs, kept.Looks, told.Connected.LeftAtMs, told.Looks);
        rows[told.LiveKitSid] = With(kept, told, end, new Sighting(
            Math.Max(kept.Looks.Revision, told.Looks.Revision),
            MergedLastSeen(kept.Looks, told.Looks),
            (kept.Connected.LeftAtMs is null || kept.Looks.EndEstimated) && (told.Connected.LeftAtMs is null || told.Looks.EndEstimated) && end is not null));
    }

    private void Update(ParticipantRow told)
    {
        var rows = RowsOf(told);
        if (!rows.TryGetValue(told.LiveKitSid, out var kept))
        {
            rows[told.LiveKitSid] = told with { InLedger = false };
            if (SessionOf(told)?.Row is { EndedAtMs: not null } ended)
            {
                EndWith(ended);
            }

            return;
        }

        var end = Earliest(kept.Looks.EndEstimated ? null : kept.Connected.LeftAtMs, told.Connected.LeftAtMs) ?? kept.Connected.LeftAtMs;
        rows[told.LiveKitSid] = With(kept, told, end, kept.Looks with { EndEstimated = kept.Looks.EndEstimated && told.Connected.LeftAtMs is null });
    }

    private static ParticipantRow With(ParticipantRow kept, ParticipantRow told, long? end, Sighting looks) => kept with
    {
        Name = told.LeaveEventId is not null || kept.LeaveEventId is null ? told.Name : kept.Name,
        Connected = new ConnectedInterval(Math.Min(kept.Connected.JoinedAtMs, told.Connected.JoinedAtMs), end),
        Looks = looks,
        DisconnectReason = kept.DisconnectReason ?? told.DisconnectReason,
        JoinEventId = kept.JoinEventId ?? told.JoinEventId,
        LeaveEventId = kept.LeaveEventId ?? told.LeaveEventId,
    };

    private void EndWith(SessionRow told)
    {
        var (end, estimated) = (told.EndedAtMs!.Value, told.Looks.EndEstimated);
        var rows = _sessions[told.Id].Participants;
        foreach (var (sid, row) in rows)
        {
            if (row.Connected.LeftAtMs is not { } left || (left > end && !estimated))
            {
                rows[sid] = row with
                {
                    Connected = row.Connected with { LeftAtMs = end },
                    Looks = row.Looks with { EndEstimated = estimated, Revision = row.Looks.Revision + (estimated ? 1 : 0) },
                };
            }
        }
    }

    private SessionRecord? SessionOf(ParticipantRow row) => _sessions.GetValueOrDefault(row.SessionId);

    private Dictionary<string, ParticipantRow> RowsOf(ParticipantRow row)
    {
        if (SessionOf(row) is { } session)
        {
            return session.Participants;
        }

        Orphans.Add(row.LiveKitSid);
        return [];
    }

    private static long? MergedEnd(long? one, Sighting oneLooks, long? other, Sighting otherLooks) =>
        Earliest(oneLooks.EndEstimated ? null : one, otherLooks.EndEstimated ? null : other)
        ?? (oneLooks.Revision > otherLooks.Revision ? one : oneLooks.Revision < otherLooks.Revision ? other : Earliest(one, other));

    private static long? MergedLastSeen(Sighting one, Sighting other) =>
        one.Revision > other.Revision ? one.LastSeenMs
        : one.Revision < other.Revision ? other.LastSeenMs
        : Earliest(one.LastSeenMs, other.LastSeenMs);

    private static long? Earliest(long? one, long? other) => one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;

    private static PostgresException Refusal(string sqlState) => new("refused", "ERROR", "ERROR", sqlState);
}
