using Npgsql;
using NpgsqlTypes;
using RelayKit.Ledger;
using RelayKit.Rooms;

namespace RelayKit.Storage.Ledger;

/// <summary>
/// Writes batches: one <see cref="NpgsqlBatch"/>, one implicit transaction, one round trip. Keeps one connection, on which every
/// statement is prepared, for as long as it is sound.
/// </summary>
internal sealed class LedgerBatchWriter(NpgsqlDataSource ledger) : ILedgerBatchWriter, IAsyncDisposable
{
    private NpgsqlConnection? _connection;

    /// <inheritdoc/>
    public async Task WriteAsync(LedgerBatch rows, bool again, CancellationToken cancellation)
    {
        try
        {
            _connection ??= await ledger.OpenConnectionAsync(cancellation);
            await using var batch = new NpgsqlBatch(_connection);
            AddOpenSessions(batch, rows);
            AddSessions(batch, rows);
            AddNewParticipants(batch, rows.NewParticipants, again);
            MergeParticipants(batch, rows.LookedParticipants);
            var update = UpdateParticipants(batch, rows.KnownParticipants);
            AddSessionEnds(batch, rows);
            AddEvents(batch, rows.Events, again ? LedgerSql.AppendMissingEvents : LedgerSql.AppendEvents);
            await batch.ExecuteNonQueryAsync(cancellation);
            if (update is not null && update.Rows < (ulong)rows.KnownParticipants.Length)
            {
                await InsertMissingAsync(_connection, rows, cancellation);
            }
        }
        catch (Exception fault) when (fault is not PostgresException { IsTransient: false })
        {
            // Nobody knows what state it is in; the pool does, and closes it if it has to.
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Rows that were taken to be there were not: somebody erased them, or the room remembers more than the ledger kept. What is
    /// written merges with what is there, so all of them are simply written as new ones; and ended, where their session has been.
    /// </summary>
    private static async Task InsertMissingAsync(NpgsqlConnection connection, LedgerBatch rows, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        MergeParticipants(batch, rows.KnownParticipants);
        AddSessionEnds(batch, rows);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private static void AddOpenSessions(NpgsqlBatch batch, LedgerBatch rows)
    {
        if (rows.OpenSessions.Length > 0)
        {
            var sessions = Array.ConvertAll(rows.OpenSessions, static key => key.Session);
            batch.BatchCommands.Add(Command(LedgerSql.FenceOpenSessions)
                .With(Array.ConvertAll(rows.OpenSessions, static key => key.Tenant))
                .With(sessions)
                .WithRangeOf(sessions)
                .Build());
        }
    }

    private static void AddSessions(NpgsqlBatch batch, LedgerBatch rows)
    {
        var count = rows.Sessions.Length;
        if (count == 0)
        {
            return;
        }

        var (tenants, ids, modes, rooms, sids) = (new Guid[count], new Guid[count], new string[count], new string[count], new string[count]);
        var (generations, started, ended) = (new int[count], new long[count], new long?[count]);
        var looks = new LookArrays(count);
        for (var i = 0; i < count; i++)
        {
            var (room, row) = rows.Sessions[i];
            (tenants[i], ids[i], modes[i], rooms[i], sids[i]) =
                (room.Tenant.Value, row.Id, ModeColumn.Of(room.Mode), room.Name, row.LiveKitSid);
            (generations[i], started[i], ended[i]) = (row.Generation, row.StartedAtMs, row.EndedAtMs);
            looks.Set(i, row.Looks);
        }

        batch.BatchCommands.Add(Command(LedgerSql.UpsertSessions)
            .With(tenants).With(ids).With(modes).With(rooms).With(sids).With(generations).With(started).With(ended).With(looks).Build());
    }

    private static NpgsqlBatchCommand? UpdateParticipants(NpgsqlBatch batch, (RoomKey Room, ParticipantRow Row)[] rows)
    {
        if (rows.Length == 0)
        {
            return null;
        }

        var sessions = Array.ConvertAll(rows, static p => p.Row.SessionId);
        var update = Command(LedgerSql.UpdateParticipants)
            .With(Array.ConvertAll(rows, static p => p.Room.Tenant.Value))
            .With(sessions)
            .With(Array.ConvertAll(rows, static p => p.Row.LiveKitSid))
            .With(Array.ConvertAll(rows, static p => p.Row.Name))
            .With(Array.ConvertAll(rows, static p => p.Row.Connected.JoinedAtMs))
            .With(Array.ConvertAll(rows, static p => p.Row.Connected.LeftAtMs))
            .With(Array.ConvertAll(rows, static p => p.Row.DisconnectReason))
            .With(Array.ConvertAll(rows, static p => p.Row.JoinEventId))
            .With(Array.ConvertAll(rows, static p => p.Row.LeaveEventId))
            .WithRangeOf(sessions)
            .Build();
        batch.BatchCommands.Add(update);
        return update;
    }

    private static void AddNewParticipants(NpgsqlBatch batch, (RoomKey Room, ParticipantRow Row)[] participants, bool again)
    {
        if (again)
        {
            MergeParticipants(batch, participants);
        }
        else if (participants.Length > 0)
        {
            batch.BatchCommands.Add(WithWholeRows(Command(LedgerSql.InsertParticipants), participants).Build());
        }
    }

    private static void MergeParticipants(NpgsqlBatch batch, (RoomKey Room, ParticipantRow Row)[] participants)
    {
        if (participants.Length == 0)
        {
            return;
        }

        var looks = new LookArrays(participants.Length);
        for (var i = 0; i < participants.Length; i++)
        {
            looks.Set(i, participants[i].Row.Looks);
        }

        batch.BatchCommands.Add(WithWholeRows(Command(LedgerSql.MergeParticipants), participants).With(looks).Build());
    }

    private static CommandBuilder WithWholeRows(CommandBuilder command, (RoomKey Room, ParticipantRow Row)[] participants)
    {
        var count = participants.Length;
        var (tenants, sessions, sids, ids) = (new Guid[count], new Guid[count], new string[count], new Guid[count]);
        var (modes, rooms, identities, names) = (new string[count], new string[count], new string[count], new string[count]);
        var (classes, joined, left) = (new short[count], new long[count], new long?[count]);
        var (reasons, joinEvents, leaveEvents, labels) = (new string?[count], new string?[count], new string?[count], new string?[count]);
        for (var i = 0; i < count; i++)
        {
            var (room, row) = participants[i];
            (tenants[i], sessions[i], sids[i], ids[i]) = (room.Tenant.Value, row.SessionId, row.LiveKitSid, row.Id);
            (modes[i], rooms[i], identities[i], names[i]) = (ModeColumn.Of(room.Mode), room.Name, row.Identity, row.Name);
            (classes[i], joined[i], left[i]) = ((short)row.Class, row.Connected.JoinedAtMs, row.Connected.LeftAtMs);
            (reasons[i], joinEvents[i], leaveEvents[i], labels[i]) =
                (row.DisconnectReason, row.JoinEventId, row.LeaveEventId, LabelColumn.TextOf(row.Labels));
        }

        return command
            .With(tenants).With(sessions).With(sids).With(ids).With(modes).With(rooms).With(identities).With(names)
            .With(classes).With(joined).With(left).With(reasons).With(joinEvents).With(leaveEvents).With(labels);
    }

    private static void AddSessionEnds(NpgsqlBatch batch, LedgerBatch rows)
    {
        var ends = Array.FindAll(rows.Sessions, static session => session.Row.EndedAtMs is not null);
        if (ends.Length > 0)
        {
            var sessions = Array.ConvertAll(ends, static end => end.Row.Id);
            batch.BatchCommands.Add(Command(LedgerSql.EndWithSession)
                .With(Array.ConvertAll(ends, static end => end.Room.Tenant.Value))
                .With(sessions)
                .With(Array.ConvertAll(ends, static end => end.Row.EndedAtMs!.Value))
                .With(Array.ConvertAll(ends, static end => end.Row.Looks.EndEstimated))
                .WithRangeOf(sessions)
                .Build());
        }
    }

    /// <summary>Appends events to their tenants' logs.</summary>
    /// <param name="batch">What they are appended with.</param>
    /// <param name="events">The events, those of one tenant beside each other and in order.</param>
    /// <param name="sql"><see cref="LedgerSql.AppendEvents"/>, or <see cref="LedgerSql.AppendMissingEvents"/> where some may be there already.</param>
    internal static void AddEvents(NpgsqlBatch batch, (Guid Tenant, EventRow Row)[] events, string sql)
    {
        var count = events.Length;
        if (count == 0)
        {
            return;
        }

        List<Guid> tenants = [];
        List<long> needed = [];
        var (places, later) = (new int[count], new int[count]);
        var (ids, types, created, data) = (new Guid[count], new string[count], new long[count], new string[count]);
        for (var i = 0; i < count; i++)
        {
            var (tenant, row) = events[i];
            if (tenants.Count == 0 || tenants[^1] != tenant)
            {
                tenants.Add(tenant);
                needed.Add(0);
            }

            (places[i], later[i]) = (tenants.Count, (int)needed[^1]++);
            (ids[i], types[i], created[i], data[i]) = (row.Id, row.Type, row.CreatedAtMs, row.Data);
        }

        for (var i = 0; i < count; i++)
        {
            // So far it is how many of its tenant's come before it.
            later[i] = (int)needed[places[i] - 1] - 1 - later[i];
        }

        batch.BatchCommands.Add(Command(sql).With(tenants.ToArray()).With(needed.ToArray()).With(places).With(later).With(ids).With(types)
            .With(created).With(data, NpgsqlDbType.Array | NpgsqlDbType.Json).Build());
    }

    private static CommandBuilder Command(string sql) => new(new NpgsqlBatchCommand(sql));

    /// <summary>The columns of <see cref="Sighting"/>, for as many rows as a statement has.</summary>
    private readonly struct LookArrays(int count)
    {
        public int[] Revisions { get; } = new int[count];

        public long?[] LastSeen { get; } = new long?[count];

        public bool[] Estimated { get; } = new bool[count];

        public void Set(int row, Sighting looks) =>
            (Revisions[row], LastSeen[row], Estimated[row]) = (looks.Revision, looks.LastSeenMs, looks.EndEstimated);
    }

    /// <summary>Adds positional parameters without boxing the arrays.</summary>
    private readonly struct CommandBuilder(NpgsqlBatchCommand command)
    {
        public CommandBuilder With<T>(T[] values)
        {
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
            return this;
        }

        public CommandBuilder With<T>(T[] values, NpgsqlDbType type)
        {
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = type });
            return this;
        }

        public CommandBuilder With(LookArrays looks) => With(looks.Revisions).With(looks.LastSeen).With(looks.Estimated);

        /// <summary>The least and the greatest of the ids, as PostgreSQL orders them too.</summary>
        public CommandBuilder WithRangeOf(Guid[] ids)
        {
            var (first, last) = (ids[0], ids[0]);
            foreach (var id in ids)
            {
                first = id.CompareTo(first) < 0 ? id : first;
                last = id.CompareTo(last) > 0 ? id : last;
            }

            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = first });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = last });
            return this;
        }

        public NpgsqlBatchCommand Build() => command;
    }
}
