using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// Where a login of its own migrates, the serving login needs two memberships and nothing else: <c>relaykit_app</c> and
/// <c>relaykit_jobs</c>. It never becomes a member of the owner.
/// </summary>
internal static class ServingLogin
{
    private static readonly string[] ServingRoles = [DatabaseNames.AppRole, DatabaseNames.JobsRole];

    /// <summary>Grants what is missing; does nothing where one login does both.</summary>
    /// <exception cref="DatabaseSetupException">The serving login does not exist, or the migrating one may not grant.</exception>
    internal static async Task EnsureMemberAsync(PostgresOptions options, CancellationToken cancellationToken)
    {
        var migrating = new NpgsqlConnectionStringBuilder(options.EffectiveMigrationsConnectionString)
        {
            Pooling = false,
            ApplicationName = "relaykit migrations",
        };
        var serving = new NpgsqlConnectionStringBuilder(options.ConnectionString).Username;
        if (string.IsNullOrEmpty(serving) || serving == migrating.Username)
        {
            return;
        }

        await using var connection = new NpgsqlConnection(migrating.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var role in ServingRoles)
        {
            await EnsureMemberAsync(connection, serving, role, cancellationToken);
        }
    }

    private static async Task EnsureMemberAsync(
        NpgsqlConnection connection, string login, string role, CancellationToken cancellationToken)
    {
        var grant = $"grant {role} to {Quoted(login)}";
        try
        {
            // Since PostgreSQL 16 a member may be barred from SET ROLE, which is all that a serving connection does with it.
            var asked = connection.PostgreSqlVersion.Major >= 16 ? "SET" : "MEMBER";
            await using var look = new NpgsqlCommand("select pg_has_role($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = login }, new() { Value = role }, new() { Value = asked } },
            };
            if (!(bool)(await look.ExecuteScalarAsync(cancellationToken))!)
            {
                await using var command = new NpgsqlCommand(grant, connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Another process granted it at the same moment: what we want is there.
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            throw new DatabaseSetupException(
                $"The login {login} of RelayKit__Postgres does not exist. Let an administrator run: create role {Quoted(login)} login password '...';",
                e);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseSetupException(
                $"The login of RelayKit__PostgresMigrations may not admit that of RelayKit__Postgres. Let an administrator run: {grant};", e);
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
