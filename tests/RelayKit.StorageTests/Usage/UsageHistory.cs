using CsCheck;
using RelayKit.Identifiers;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Storage;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Usage;

/// <summary>
/// Participant sessions of one tenant as they might stand in the ledger around a month's end, some of which go on, written as rows; and
/// what they come to, added up one by one.
/// </summary>
internal sealed record UsageHistory(IReadOnlyList<UsageStay> Stays, long NowMs)
{
    public const long HourMs = 3_600_000;

    /// <summary>2026-11-29T00:00:00Z: everything lies in the three days from here.</summary>
    public const long StartMs = 1_795_910_400_000;

    public const long EndMs = StartMs + (72 * HourMs);

    /// <summary>None, one, and such as share one with others; whose order by UTF-16 is not that of their code points.</summary>
    public static readonly IReadOnlyList<LabelSet> Labels =
    [
        LabelSet.Empty,
        LabelSet.Of([new("customer", "acme; Köln")]),
        LabelSet.Of([new("customer", "\U0001F600"), new("plan", "pro")]),
        LabelSet.Of([new("customer", "\uFFFD"), new("plan", "pro")]),
    ];

    private static readonly string[] Rooms = ["a", "B", "a-1", "lobby"];

    public static readonly Gen<UsageHistory> Gen =
        from stays in Stay.Array[0, 12]
        from laterMs in CsCheck.Gen.Long[1, 3 * HourMs]
        select new UsageHistory(
            stays, stays.Aggregate(StartMs, (latest, stay) => Math.Max(latest, stay.Row.Connected.EndMs ?? stay.Row.Connected.JoinedAtMs)) + laterMs);

    private static Gen<UsageStay> Stay =>
        from session in CsCheck.Gen.Int[0, 5]
        from @class in CsCheck.Gen.Int[0, ParticipantClasses.Count - 1]
        from joinedMs in CsCheck.Gen.Long[StartMs, StartMs + (60 * HourMs)]
        from lastsMs in CsCheck.Gen.OneOf(CsCheck.Gen.Long[-1_000, 5_000], CsCheck.Gen.Long[0, 30 * HourMs])
        from open in CsCheck.Gen.Int[0, 3]
        from told in CsCheck.Gen.Bool.Array[3]
        from estimated in CsCheck.Gen.Bool
        from labels in CsCheck.Gen.Int[0, Labels.Count - 1].Select(number => Labels[number])
        select Build(session, (ParticipantClass)@class, new ConnectedInterval(joinedMs, open == 0 ? null : joinedMs + lastsMs), told, estimated, labels);

    /// <summary>Writes it for a tenant. The roll-ups follow by the product's own trigger.</summary>
    public async Task WriteAsync(PostgresDataSources sources, TenantId tenant, Mode mode = Mode.Live)
    {
        foreach (var session in Stays.GroupBy(stay => stay.Session))
        {
            var id = IdOf(session);
            var goesOn = session.Any(stay => stay.Row.Connected.LeftAtMs is null);
            await using var insert = sources.Jobs.CreateCommand(
                """
                insert into sessions (tenant_id, session_id, mode, room, livekit_sid, generation, started_at_ms, ended_at_ms, end_recorded_at)
                values ($1, $2, $3, $4, $5, 1, $6, $7, case when $7::bigint is null then null else now() end)
                """);
            insert.Parameters.AddWithValue(tenant.Value);
            insert.Parameters.AddWithValue(id);
            insert.Parameters.AddWithValue(mode.Letter().ToString());
            insert.Parameters.AddWithValue(session.First().Room);
            insert.Parameters.AddWithValue($"RM_{session.First().Room}_{session.Key}");
            insert.Parameters.AddWithValue(session.Min(stay => stay.Row.Connected.JoinedAtMs));
            insert.Parameters.AddNullable(goesOn ? null : session.Max(stay => stay.Row.Connected.EndMs));
            await insert.ExecuteNonQueryAsync();
            foreach (var stay in session)
            {
                await WriteAsync(sources, tenant, mode, id, stay);
            }
        }
    }

    /// <summary>What was used within a window by those who are asked about, added up stay by stay.</summary>
    public (long Ms, long ReconciledMs, long PresumedMs) Used(long fromMs, long toMs, Func<UsageStay, bool> counts)
    {
        var stays = Stays.Where(counts).ToLookup(stay => stay.Row.Evidence, stay => stay.Within(fromMs, toMs, NowMs));
        return (stays.Sum(evidence => evidence.Sum()), stays[Evidence.Reconciled].Sum(), stays[Evidence.Presumed].Sum());
    }

    /// <summary>Somebody was in a room for the first second of it all.</summary>
    public static UsageHistory OneSecondIn(string room) => new(
        [Build(0, ParticipantClass.Standard, new ConnectedInterval(StartMs, StartMs + 1_000), [true, true, false], false, LabelSet.Empty) with { Room = room }], EndMs);

    /// <summary>An id as the product makes it: it begins with the session's start.</summary>
    public static Guid IdOf(IGrouping<int, UsageStay> session) =>
        FactId.Of(session.Min(stay => stay.Row.Connected.JoinedAtMs), "session", Guid.Empty, session.First().Room, "");

    private static UsageStay Build(int session, ParticipantClass @class, ConnectedInterval connected, bool[] told, bool estimated, LabelSet labels)
    {
        var ended = connected.LeftAtMs is not null;
        var leaveTold = ended && told[1];
        return new UsageStay(Rooms[session % Rooms.Length], session, new ParticipantRow
        {
            Id = Guid.CreateVersion7(),
            SessionId = Guid.Empty,
            LiveKitSid = $"PA_{Guid.NewGuid():n}",
            Identity = "ann",
            Name = "Ann",
            Class = @class,
            Connected = connected,
            Labels = labels,
            JoinEventId = told[0] ? "EV_join" : null,
            LeaveEventId = leaveTold ? "EV_leave" : null,
            DisconnectReason = leaveTold ? "client_initiated" : null,
            Looks = new Sighting(told[2] ? 1 : 0, null, estimated && ended && !leaveTold),
        });
    }

    private static async Task WriteAsync(PostgresDataSources sources, TenantId tenant, Mode mode, Guid session, UsageStay stay)
    {
        await using var insert = sources.Jobs.CreateCommand(
            """
            insert into participant_sessions
                (tenant_id, session_id, livekit_sid, participant_session_id, mode, room, identity, name, class, joined_at_ms, left_at_ms,
                 join_event_id, leave_event_id, disconnect_reason, look_revision, end_estimated, labels)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, string_to_array($17, ','))
            """);
        insert.Parameters.AddWithValue(tenant.Value);
        insert.Parameters.AddWithValue(session);
        insert.Parameters.AddWithValue(stay.Row.LiveKitSid);
        insert.Parameters.AddWithValue(stay.Row.Id);
        insert.Parameters.AddWithValue(mode.Letter().ToString());
        insert.Parameters.AddWithValue(stay.Room);
        insert.Parameters.AddWithValue(stay.Row.Identity);
        insert.Parameters.AddWithValue(stay.Row.Name);
        insert.Parameters.AddWithValue((short)stay.Row.Class);
        insert.Parameters.AddWithValue(stay.Row.Connected.JoinedAtMs);
        insert.Parameters.AddNullable(stay.Row.Connected.LeftAtMs);
        insert.Parameters.AddNullable(stay.Row.JoinEventId);
        insert.Parameters.AddNullable(stay.Row.LeaveEventId);
        insert.Parameters.AddNullable(stay.Row.DisconnectReason);
        insert.Parameters.AddWithValue(stay.Row.Looks.Revision);
        insert.Parameters.AddWithValue(stay.Row.Looks.EndEstimated);
        insert.Parameters.AddNullable(stay.Row.Labels.IsEmpty ? null : stay.Row.Labels.ToString());
        await insert.ExecuteNonQueryAsync();
    }
}

/// <summary>A participant session, and which session it is of.</summary>
internal sealed record UsageStay(string Room, int Session, ParticipantRow Row)
{
    /// <summary>Its milliseconds within a window, by its edges; what goes on lasts until now.</summary>
    public long Within(long fromMs, long toMs, long nowMs)
    {
        var end = Math.Min(Row.Connected.LeftAtMs ?? nowMs, toMs);
        var begin = Math.Max(Row.Connected.JoinedAtMs, fromMs);
        return end > begin ? end - begin : 0;
    }
}
