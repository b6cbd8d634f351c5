using Npgsql;

namespace RelayKit.Storage;

/// <summary>
/// Makes the three group roles, the login's membership in them and the schema. Roles belong to the whole PostgreSQL server
/// while a migration belongs to one database, so this is not a migration script.
/// </summary>
internal static class DatabaseRoles
{
    private static readonly string[] GroupRoles = [DatabaseNames.OwnerRole, DatabaseNames.AppRole, DatabaseNames.JobsRole];

    /// <summary>Does nothing where everything is there, so a plain login that an operator made a member needs no further right.</summary>
    /// <param name="login">An open connection that acts as the login itself.</param>
    /// <param name="cancellationToken">Ends the wait for the server; what was made stays.</param>
    /// <exception cref="DatabaseSetupException">The login may not do what is missing; the message says what an administrator has to run.</exception>
    internal static async Task EnsureAsync(NpgsqlConnection login, CancellationToken cancellationToken)
    {
        foreach (var role in GroupRoles)
        {
            if (!await ExistsAsync(login, role, cancellationToken))
            {
                await ExecuteAsync(login, $"create role {role} nologin", $"create role {role} nologin;", cancellationToken);
            }
            if (!await MayActAsAsync(login, role, cancellationToken))
            {
                await ExecuteAsync(login, $"grant {role} to current_user", $"grant {role} to {Quoted(login)};", cancellationToken);
            }
        }
        await EnsureSchemaAsync(login, cancellationToken);
    }

    private static async Task EnsureSchemaAsync(NpgsqlConnection login, CancellationToken cancellationToken)
    {
        var owner = await SchemaOwnerAsync(login, cancellationToken);
        if (owner is null)
        {
            const string Create = $"create schema if not exists {DatabaseNames.Schema} authorization {DatabaseNames.OwnerRole}";
            await ExecuteAsync(login, Create, $"{Create};", cancellationToken);
            owner = await SchemaOwnerAsync(login, cancellationToken);
        }
        if (owner != DatabaseNames.OwnerRole)
        {
            throw new DatabaseSetupException(
                $"Schema {DatabaseNames.Schema} belongs to {owner}. Let an administrator run: "
                + $"alter schema {DatabaseNames.Schema} owner to {DatabaseNames.OwnerRole};");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection login, string sql, string mend, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, login);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Another database of this server is being migrated at the same moment and made it first: what we want is there.
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseSetupException($"The database login may not prepare the database. Let an administrator run: {mend}", e);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection login, string role, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select exists (select from pg_roles where rolname = $1)", login)
        {
            Parameters = { new() { Value = role } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Since PostgreSQL 16 a member may be barred from SET ROLE: its creator, for one, starts as such a member.</summary>
    private static async Task<bool> MayActAsAsync(NpgsqlConnection login, string role, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_has_role(current_user, $1, $2)", login)
        {
            Parameters =
            {
                new() { Value = role },
                new() { Value = login.PostgreSqlVersion.Major >= 16 ? "SET" : "MEMBER" },
            },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<string?> SchemaOwnerAsync(NpgsqlConnection login, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select nspowner::regrole::text from pg_namespace where nspname = $1", login)
        {
            Parameters = { new() { Value = DatabaseNames.Schema } },
        };
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static string Quoted(NpgsqlConnection login) =>
        $"\"{(login.UserName ?? string.Empty).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
