using System.Globalization;
using Npgsql;
using RelayKit.Privacy;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Privacy;

/// <summary>
/// A tenant with a row in every table of the map, and in every column that can hold words a canary of its own: made from PostgreSQL's catalogue, so that
/// a column of tomorrow has one too.
/// </summary>
internal sealed class CanaryTenant(PostgresFixture postgres)
{
    /// <summary>Columns of which a check allows some words only.</summary>
    private static readonly Dictionary<string, string> Words = new()
    {
        ["mode"] = "'l'",
        ["api_keys.kind"] = "'p'",
        ["accounts.role"] = "'owner'",
        ["invitations.role"] = "'developer'",
        ["account_tokens.purpose"] = "'change_email'",
        ["tenant_restrictions.scope"] = "'analysis'",
        ["abuse_incidents.rule"] = "'rooms'",
        ["abuse_incidents.stage"] = "'slowed'",
        ["abuse_incidents.address"] = "null",
        ["tenant_storages.role_arn"] = "null",
        ["recordings.purpose"] = "'recording'",
        ["recordings.kind"] = "'web_page'",
        ["recordings.format"] = "'mp4'",
        ["recordings.status"] = "'complete'",
        ["recordings.file"] = "'present'",
        ["ingresses.kind"] = "'rtmp'",
        ["ingresses.status"] = "'inactive'",
        ["ingresses.phase"] = "1",
        ["webhook_endpoints.disabled_reason"] = "'gone'",
        ["webhook_endpoints.enabled"] = "false",
        ["webhook_endpoints.told"] = "2",
        ["webhook_attempts.state"] = "'delivered'",
        ["audit_log.phase"] = "'done'",
        ["privacy_exports.state"] = "'failed'",
    };

    private readonly Guid _account = Guid.CreateVersion7();
    private readonly Guid _key = Guid.CreateVersion7();
    private readonly string _mark = $"canary{Guid.NewGuid():n}";

    public TenantId Id { get; } = new(Guid.CreateVersion7());

    /// <summary>What stands in each column that can hold words.</summary>
    public Dictionary<(string Table, string Column), string> Canaries { get; } = [];

    /// <summary>Writes a row into every table. The tenant's deletion is not one of them.</summary>
    public async Task WriteAsync()
    {
        foreach (var table in DataMap.Tables.Reverse().Where(table => table.OnTenantErasure != TenantErasing.KeepCertificate))
        {
            var columns = await ColumnsAsync(table.Name);
            var values = columns.Select(column => ValueOf(table, column.Name, column.Type));
            await ExecuteAsync($"insert into {table.Name} ({string.Join(", ", columns.Select(column => column.Name))}) values ({string.Join(", ", values)})");
        }
    }

    /// <summary>Every place in the whole schema in which a text stands, also inside bytes.</summary>
    public async Task<List<string>> FindAsync(string text)
    {
        var places = new List<string>();
        var hex = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
        foreach (var table in await QueryAsync(
            "select c.relname::text from pg_class c where c.relnamespace = 'relaykit'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition",
            row => row.GetString(0)))
        {
            var count = (await QueryAsync(
                $"select count(*) from {table} t where strpos(t::text, '{text}') > 0 or strpos(t::text, '{hex}') > 0", row => row.GetInt64(0))).Single();
            if (count > 0)
            {
                places.Add(table);
            }
        }

        return places;
    }

    /// <summary>Every place in which one of the canaries stands.</summary>
    public Task<List<string>> FindCanariesAsync() => FindAsync(_mark);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "relaykit" }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private Task<List<(string Name, string Type)>> ColumnsAsync(string table) => QueryAsync(
        $"""
        select a.attname::text, format_type(a.atttypid, null) from pg_attribute a
        where a.attrelid = 'relaykit.{table}'::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
        order by a.attnum
        """,
        row => (row.GetString(0), row.GetString(1)));

    private string ValueOf(DataTable table, string column, string type)
    {
        if (column == "tenant_id" || (table.FoundBy == TenantFoundBy.Subject && column == "subject"))
        {
            return $"'{Id.Value}'";
        }

        if (Words.TryGetValue($"{table.Name}.{column}", out var word) || Words.TryGetValue(column, out word))
        {
            return word;
        }

        switch (column)
        {
            case "account_id":
                return $"'{_account}'";
            case "key_id":
                return $"'{_key}'";
            case "grainidextensionstring":
                return $"'{Id}'";
            case "grainid":
                return $"'tenant/{Id}'";
            case "payloadbinary":
                return $"convert_to('{{\"words\": \"{Canary(table, column)}\"}}', 'UTF8')";
        }

        return type switch
        {
            "text" => $"'{Canary(table, column)}'",
            "text[]" => $"array['{Canary(table, column)}']",
            "json" or "jsonb" => $"'{{\"words\": \"{Canary(table, column)}\"}}'",
            "bytea" => column.EndsWith("hash", StringComparison.Ordinal) ? $"sha256('{Id.Value}{table.Name}{column}')" : $"convert_to('{Canary(table, column)}', 'UTF8')",
            "uuid" => $"'{Guid.CreateVersion7()}'",
            "timestamp with time zone" => "timestamptz '2026-11-23 12:00:00+00'",
            "boolean" => "false",
            "inet" => "'192.0.2.1'",
            "bigint" or "integer" or "smallint" => "1",
            _ => throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture, $"{table.Name}.{column} is {type}")),
        };
    }

    private string Canary(DataTable table, string column) => Canaries[(table.Name, column)] = $"{_mark}-{table.Name}-{column}";
}
