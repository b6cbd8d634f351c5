using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests;

/// <summary>The logins an operator may bring, other than a superuser.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DatabaseRolesTests : IAsyncLifetime
{
    private const string Password = "not-a-secret";
    private readonly string _name = $"relaykit_login_{Guid.CreateVersion7():n}";
    private string _admin = string.Empty;

    public async Task InitializeAsync() => _admin = await PostgresFixture.CreateDatabaseAsync(_name);

    public async Task DisposeAsync()
    {
        await PostgresFixture.DropDatabaseAsync(_name);
        await Sql.ExecuteAsync(Elsewhere(), $"drop role if exists {_name}");
    }

    [Fact]
    public async Task A_plain_login_that_was_made_a_member_and_may_create_in_the_database_can_migrate()
    {
        await Sql.ExecuteAsync(
            _admin,
            $"""
            create role {_name} login password '{Password}';
            grant relaykit_owner, relaykit_app, relaykit_jobs to {_name};
            grant create on database {_name} to {_name};
            """);

        await MigrateAsync();

        Assert.True(await Sql.ScalarAsync<bool>(_admin, "select to_regclass('relaykit.orleansstorage') is not null"));
    }

    [Fact]
    public async Task A_login_that_may_create_roles_and_owns_its_database_needs_no_preparation_beyond_that()
    {
        await Sql.ExecuteAsync(
            _admin,
            $"""
            create role {_name} login createrole password '{Password}';
            alter database {_name} owner to {_name};
            """);
        if (await Sql.ScalarAsync<int>(_admin, "select current_setting('server_version_num')::integer") >= 160000)
        {
            // The roles exist on this server already, and since PostgreSQL 16 only their creator may grant them.
            await Sql.ExecuteAsync(
                _admin, $"grant relaykit_owner, relaykit_app, relaykit_jobs to {_name} with admin true, set false, inherit false");
        }

        await MigrateAsync();

        Assert.True(await Sql.ScalarAsync<bool>(_admin, $"select pg_has_role('{_name}', 'relaykit_owner', 'MEMBER')"));
    }

    [Fact]
    public async Task A_login_without_rights_is_told_what_an_administrator_has_to_run()
    {
        await Sql.ExecuteAsync(_admin, $"create role {_name} login password '{Password}'");

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(MigrateAsync);

        Assert.Contains($"grant relaykit_owner to \"{_name}\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_somebody_else_is_not_taken_over()
    {
        await Sql.ExecuteAsync(_admin, "create schema relaykit");

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(
            () => new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(_admin, CancellationToken.None));

        Assert.Contains("alter schema relaykit owner to relaykit_owner", error.Message, StringComparison.Ordinal);
    }

    private Task MigrateAsync() =>
        new Migrator(NullLogger<Migrator>.Instance).MigrateAsync(
            new NpgsqlConnectionStringBuilder(_admin) { Username = _name, Password = Password }.ConnectionString,
            CancellationToken.None);

    private string Elsewhere() => new NpgsqlConnectionStringBuilder(_admin) { Database = "postgres" }.ConnectionString;
}
