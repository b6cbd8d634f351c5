using Npgsql;
using RelayKit.Ledger;

namespace RelayKit.Storage.Ledger;

/// <summary>Writes a batch: one <see cref="NpgsqlBatch"/>, one implicit transaction, one round trip.</summary>
internal sealed class LedgerBatchWriter(NpgsqlDataSource jobs)
{
    /// <summary>Returns when the batch is durable.</summary>
    public async Task WriteAsync(LedgerBatch rows, CancellationToken cancellation)
    {
        await using var batch = jobs.CreateBatch();
        AddSessions(batch, rows);
        AddParticipants(batch, rows);
        AddSessionEnds(batch, rows);
        AddEvents(batch, rows);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static void AddSessions(NpgsqlBatch batch, LedgerBatch rows)
    {
        var count = rows.Sessions.Count;
        if (count == 0)
        {
            return;
        }

        var (tenants, ids, modes, rooms, sids) = (new Guid[count], new Guid[count], new string[count], new string[count], new string[count]);
        var (generations, started, ended) = (new int[count], new long[count], new long?[count]);
        var i = 0;
        foreach (var (room, row) in rows.Sessions)
        {
            (tenants[i], ids[i], modes[i], rooms[i], sids[i]) =
                (room.Tenant.Value, row.Id, room.Mode.Letter().ToString(), room.Name, row.LiveKitSid);
            (generations[i], started[i], ended[i]) = (row.Generation, row.StartedAtMs, row.EndedAtMs);
            i++;
        }

        batch.BatchCommands.Add(Command(LedgerSql.UpsertSessions)
            .With(tenants).With(ids).With(modes).With(rooms).With(sids).With(generations).With(started).With(ended).Build());
    }

    private static void AddParticipants(NpgsqlBatch batch, LedgerBatch rows)
    {
        var count = rows.Participants.Count;
        if (count == 0)
        {
            return;
        }

        var (tenants, sessions, sids, ids) = (new Guid[count], new Guid[count], new string[count], new Guid[count]);
        var (modes, rooms, identities, names) = (new string[count], new string[count], new string[count], new string[count]);
        var (classes, joined, left) = (new short[count], new long[count], new long?[count]);
        var (reasons, joinEvents, leaveEvents) = (new string?[count], new string?[count], new string?[count]);
        var i = 0;
        foreach (var (room, row) in rows.Participants)
        {
            (tenants[i], sessions[i], sids[i], ids[i]) = (room.Tenant.Value, row.SessionId, row.LiveKitSid, row.Id);
            (modes[i], rooms[i], identities[i], names[i]) = (room.Mode.Letter().ToString(), room.Name, row.Identity, row.Name);
            (classes[i], joined[i], left[i]) = ((short)row.Class, row.Connected.JoinedAtMs, row.Connected.LeftAtMs);
            (reasons[i], joinEvents[i], leaveEvents[i]) = (row.DisconnectReason, row.JoinEventId, row.LeaveEventId);
            i++;
        }

        batch.BatchCommands.Add(Command(LedgerSql.UpsertParticipants)
            .With(tenants).With(sessions).With(sids).With(ids).With(modes).With(rooms).With(identities).With(names)
            .With(classes).With(joined).With(left).With(reasons).With(joinEvents).With(leaveEvents).Build());
    }

    private static void AddSessionEnds(NpgsqlBatch batch, LedgerBatch rows)
    {
        var ends = rows.Sessions.Where(session => session.Row.EndedAtMs is not null).ToList();
        if (ends.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(Command(LedgerSql.EndWithSession)
            .With(ends.ConvertAll(end => end.Room.Tenant.Value).ToArray())
            .With(ends.ConvertAll(end => end.Row.Id).ToArray())
            .With(ends.ConvertAll(end => end.Row.EndedAtMs!.Value).ToArray())
            .Build());
    }

    private static void AddEvents(NpgsqlBatch batch, LedgerBatch rows)
    {
        var count = rows.Events.Count;
        if (count == 0)
        {
            return;
        }

        var (tenants, ids, types) = (new Guid[count], new Guid[count], new string[count]);
        var (created, data) = (new long[count], new string[count]);
        for (var i = 0; i < count; i++)
        {
            EventRow row;
            (tenants[i], row) = rows.Events[i];
            (ids[i], types[i], created[i], data[i]) = (row.Id, row.Type, row.CreatedAtMs, row.Data);
        }

        batch.BatchCommands.Add(Command(LedgerSql.AppendEvents).With(tenants).With(ids).With(types).With(created).With(data).Build());
    }

    private static CommandBuilder Command(string sql) => new(new NpgsqlBatchCommand(sql));

    /// <summary>Adds positional parameters without boxing the arrays.</summary>
    private readonly struct CommandBuilder(NpgsqlBatchCommand command)
    {
        public CommandBuilder With<T>(T[] values)
        {
            command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });
            return this;
        }

        public NpgsqlBatchCommand Build() => command;
    }
}
