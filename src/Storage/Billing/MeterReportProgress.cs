using Npgsql;
using RelayKit.Billing;

namespace RelayKit.Storage.Billing;

/// <summary>What becomes of reports, in their rows: each call a transaction of its own.</summary>
internal sealed class MeterReportProgress(PostgresDataSources sources, TimeProvider time)
{
    /// <summary>Reads a report; null when there is none.</summary>
    public async Task<ReportOnItsWay?> ReadAsync(MeterEventIdentifier identifier, CancellationToken cancellation)
    {
        await using var command = Command(MeterSenderSql.Select, identifier);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        var state = MeterReportStates.Parse(reader.GetString(3));
        var cutOffAt = reader.GetNullable<DateTimeOffset>(5);
        return new ReportOnItsWay(
            new MeterReportFacts
            {
                Value = reader.GetInt64(1),
                UsedAt = reader.GetFieldValue<DateTimeOffset>(2),
                FirstUnknownAt = reader.GetNullable<DateTimeOffset>(6) ?? cutOffAt,
                LastUnknownAt = cutOffAt ?? reader.GetNullable<DateTimeOffset>(7),
            },
            state is not (MeterReportState.Pending or MeterReportState.Unknown),
            reader.GetNullable<int>(4),
            reader.GetNullableString(8),
            reader.GetInt64(9),
            reader.GetInt64(10));
    }

    /// <summary>Notes that an attempt begins. False when it is settled, and there is nothing to send.</summary>
    public async Task<bool> BeginAsync(MeterEventIdentifier identifier, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        await using var command = Command(MeterSenderSql.Begin, identifier, startedAt);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Notes that it was taken, or refused for good.</summary>
    public Task SettleAsync(MeterEventIdentifier identifier, MeterReportState state, string? error, CancellationToken cancellation) =>
        ExecuteAsync(MeterSenderSql.Settle, identifier, [state.Word(), time.GetUtcNow(), (object?)error ?? DBNull.Value], cancellation);

    /// <summary>Notes that nobody knows what came of an attempt.</summary>
    public Task UnknownAsync(MeterEventIdentifier identifier, DateTimeOffset startedAt, string error, CancellationToken cancellation) =>
        ExecuteAsync(MeterSenderSql.Unknown, identifier, [startedAt, time.GetUtcNow(), error], cancellation);

    /// <summary>Notes that an attempt had no effect.</summary>
    public Task NotTakenAsync(MeterEventIdentifier identifier, string error, CancellationToken cancellation) =>
        ExecuteAsync(MeterSenderSql.NotTaken, identifier, [error], cancellation);

    /// <summary>Notes that no attempt so far had any effect.</summary>
    public Task ForgetAsync(MeterEventIdentifier identifier, CancellationToken cancellation) => ExecuteAsync(MeterSenderSql.Forget, identifier, [], cancellation);

    /// <summary>Notes that the provider took it and could not count it after all.</summary>
    /// <returns>Whether that is news, and its period is closed: then no other report will have its minutes.</returns>
    public async Task<bool> RefuseAsync(MeterEventIdentifier identifier, string error, CancellationToken cancellation)
    {
        await using var command = Command(MeterSenderSql.RefuseLate, identifier, time.GetUtcNow(), error);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task ExecuteAsync(string sql, MeterEventIdentifier identifier, object[] values, CancellationToken cancellation)
    {
        await using var command = Command(sql, identifier, values);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlCommand Command(string sql, MeterEventIdentifier identifier, params object[] values)
    {
        var command = sources.Jobs.CreateCommand(sql);
        command.Parameters.AddWithValue(identifier.Tenant.Value);
        command.Parameters.AddWithValue(identifier.Meter);
        command.Parameters.AddWithValue(identifier.PeriodStart);
        command.Parameters.AddWithValue((int)identifier.Sequence);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DBNull ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
