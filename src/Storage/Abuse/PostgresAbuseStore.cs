using Npgsql;
using RelayKit.Abuse;

namespace RelayKit.Storage.Abuse;

/// <summary>The operator's list, and so as <c>relaykit_jobs</c>.</summary>
internal sealed class PostgresAbuseStore(PostgresDataSources sources) : IAbuseStore
{
    private const string Columns = "incident_id, rule, subject, address, stage, counted, threshold, stage_at, until, undone_at, exempt_until";

    /// <summary>What the operator has undone stays undone, and a stage that was reached stays when a late write names the one before.</summary>
    private const string Upsert =
        $"""
        insert into abuse_incidents as i ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (incident_id) do update set
            stage = case when i.stage = 'suspended' then i.stage else excluded.stage end,
            stage_at = case when i.stage = excluded.stage or i.stage = 'suspended' then i.stage_at else excluded.stage_at end,
            until = case when i.stage = 'suspended' then i.until else excluded.until end,
            counted = greatest(i.counted, excluded.counted),
            undone_at = coalesce(i.undone_at, excluded.undone_at),
            exempt_until = coalesce(excluded.exempt_until, i.exempt_until)
        """;

    private const string Select = $"select {Columns} from abuse_incidents where incident_id = $1";

    /// <summary>$1 before, $2 the instant, $3 the rule, $4 the tenant, each or null; $5 how many.</summary>
    private const string SelectPage =
        $"""
        select {Columns} from abuse_incidents
        where ($1 is null or incident_id < $1)
          and ($2 is null or (undone_at is null and (until is null or until > $2)))
          and ($3 is null or rule = $3)
          and ($4 is null or subject = $4)
        order by incident_id desc limit $5
        """;

    private const string SelectAddresses =
        $"""
        select {Columns} from abuse_incidents
        where address is not null and (case when undone_at is null then until else exempt_until end) > $1
        order by incident_id
        """;

    public async Task SaveAsync(AbuseIncident incident, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Upsert);
        command.Parameters.AddWithValue(incident.Id);
        command.Parameters.AddWithValue(incident.Rule.Word());
        command.Parameters.AddNullable(incident.Tenant);
        command.Parameters.AddNullable(incident.Address);
        command.Parameters.AddWithValue(incident.Stage.Word());
        command.Parameters.AddWithValue(incident.Count);
        command.Parameters.AddWithValue(incident.Threshold);
        command.Parameters.AddWithValue(incident.StageAt);
        command.Parameters.AddNullable(incident.Until);
        command.Parameters.AddNullable(incident.UndoneAt);
        command.Parameters.AddNullable(incident.ExemptUntil);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<AbuseIncident?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Select);
        command.Parameters.AddWithValue(id);
        return (await ReadAsync(command, cancellation)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<AbuseIncident>> ListAsync(AbuseIncidentQuery query, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectPage);
        command.Parameters.AddNullable(query.Before);
        command.Parameters.AddNullable(query.OpenAt);
        command.Parameters.AddNullable(query.Rule?.Word());
        command.Parameters.AddNullable(query.Tenant);
        command.Parameters.AddWithValue(query.Limit);
        return await ReadAsync(command, cancellation);
    }

    public async Task<IReadOnlyList<AbuseIncident>> ListAddressesAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(SelectAddresses);
        command.Parameters.AddWithValue(now);
        return await ReadAsync(command, cancellation);
    }

    private static async Task<List<AbuseIncident>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<AbuseIncident> found = [];
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new AbuseIncident
            {
                Id = reader.GetGuid(0),
                Rule = AbuseRuleText.Parse(reader.GetString(1)),
                Tenant = reader.GetNullable<Guid>(2),
                Address = reader.GetNullableString(3),
                Stage = AbuseStageText.Parse(reader.GetString(4)),
                Count = reader.GetInt32(5),
                Threshold = reader.GetInt32(6),
                StageAt = reader.GetFieldValue<DateTimeOffset>(7),
                Until = reader.GetNullable<DateTimeOffset>(8),
                UndoneAt = reader.GetNullable<DateTimeOffset>(9),
                ExemptUntil = reader.GetNullable<DateTimeOffset>(10),
            });
        }

        return found;
    }
}
