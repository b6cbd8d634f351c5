using Npgsql;
using RelayKit.Outbox;
using RelayKit.Tenants;

namespace RelayKit.Storage.Outbox;

/// <summary>Takes messages of one kind to be sent, and writes down what came of it.</summary>
internal sealed class OutboxClaims(PostgresDataSources sources, IOutboxSender sender)
{
    private readonly OutboxRules _rules = sender.Rules;

    /// <summary>Takes what is due, in order.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="underWay">How many each destination has under way in this process; those without are not in it.</param>
    /// <param name="cancellation">Gives up; what was taken is due again at the end of its lease.</param>
    public async Task<List<HeldAttempt>> TakeAsync(
        DateTimeOffset now, int limit, IReadOnlyCollection<KeyValuePair<string, int>> underWay, CancellationToken cancellation)
    {
        var lease = Guid.NewGuid();
        await using var command = sources.Jobs.CreateCommand(_rules.IsOrdered ? OutboxSql.TakeInOrder : OutboxSql.Take);
        command.Parameters.AddWithValue(sender.Kind);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(limit);
        command.Parameters.AddWithValue(lease);
        command.Parameters.AddWithValue(now + _rules.Lease);
        if (!_rules.IsOrdered)
        {
            command.Parameters.AddWithValue(_rules.MaxInFlightPerDestination);
            command.Parameters.AddWithValue(underWay.Select(static busy => busy.Key).ToArray());
            command.Parameters.AddWithValue(underWay.Select(busy => Math.Max(0, _rules.MaxInFlightPerDestination - busy.Value)).ToArray());
        }

        var taken = new List<(long Place, HeldAttempt Held)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            taken.Add((reader.GetInt64(7), new HeldAttempt(Read(reader, now), lease)));
        }

        taken.Sort(static (one, other) => one.Place.CompareTo(other.Place));
        return taken.ConvertAll(static row => row.Held);
    }

    /// <summary>Writes down what came of tries, and what the sender has to say of them, in one transaction.</summary>
    public async Task SettleAsync(IReadOnlyList<SettledAttempt> settled, CancellationToken cancellation)
    {
        await using var batch = sources.Jobs.CreateBatch();
        sender.Record(batch, settled);
        Add(batch, OutboxSql.Remove, [.. settled.Where(static one => one.Outcome.Verdict == SendVerdict.Done)]);
        if (AddHeld(batch, OutboxSql.Return, [.. settled.Where(static one => one.NextAt is not null)]) is { } returned)
        {
            returned.Command.Parameters.AddWithValue(Array.ConvertAll(returned.Rows, static one => one.NextAt!.Value.UtcDateTime));
            returned.Command.Parameters.AddWithValue(Array.ConvertAll(returned.Rows, static one => one.Outcome.Error ?? ""));
            returned.Command.Parameters.AddWithValue(Array.ConvertAll(returned.Rows, static one => CountedAttempts(one)));
        }

        if (AddHeld(batch, OutboxSql.Park, [.. settled.Where(static one => one.IsParked)]) is { } parked)
        {
            parked.Command.Parameters.AddWithValue(Array.ConvertAll(parked.Rows, static one => one.EndedAt.UtcDateTime));
            parked.Command.Parameters.AddWithValue(Array.ConvertAll(parked.Rows, static one => one.Outcome.Error ?? ""));
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static int CountedAttempts(SettledAttempt settled) =>
        settled.Outcome.Verdict == SendVerdict.Postpone ? settled.Attempt.Number - 1 : settled.Attempt.Number;

    private static (NpgsqlBatchCommand Command, SettledAttempt[] Rows)? Add(NpgsqlBatch batch, string sql, SettledAttempt[] rows)
    {
        if (rows.Length == 0)
        {
            return null;
        }

        // Two processes that settle the same messages, one of them too late, must not wait for each other.
        Array.Sort(rows, static (one, other) => one.Attempt.Message.Id.CompareTo(other.Attempt.Message.Id));
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue(Array.ConvertAll(rows, static one => one.Attempt.Message.Id));
        batch.BatchCommands.Add(command);
        return (command, rows);
    }

    /// <summary>A statement that changes only what is still held.</summary>
    private static (NpgsqlBatchCommand Command, SettledAttempt[] Rows)? AddHeld(NpgsqlBatch batch, string sql, SettledAttempt[] rows)
    {
        var added = Add(batch, sql, rows);
        added?.Command.Parameters.AddWithValue(Array.ConvertAll(rows, static one => one.Lease));
        return added;
    }

    private OutboxAttempt Read(NpgsqlDataReader reader, DateTimeOffset now) => new(
        new OutboxMessage
        {
            Id = reader.GetGuid(0),
            Kind = sender.Kind,
            Destination = reader.GetString(1),
            Tenant = new TenantId(reader.GetGuid(2)),
            Subject = reader.GetNullable<Guid>(3),
            Body = reader.IsDBNull(4) ? default(ReadOnlyMemory<byte>) : reader.GetFieldValue<byte[]>(4),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
        },
        reader.GetInt32(6),
        now);
}
