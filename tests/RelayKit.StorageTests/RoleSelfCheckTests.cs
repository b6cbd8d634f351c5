using Npgsql;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests;

/// <summary>Each test opens one hole, sees it found, and has it shut again with the database it was in.</summary>
public sealed class RoleSelfCheckTests : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task A_freshly_migrated_database_is_safe() => await new RoleSelfCheck(_postgres.Sources).VerifyAsync(CancellationToken.None);

    [Theory]
    [InlineData("create table t (tenant_id uuid)", "table t has a tenant_id")]
    [InlineData("create table t (tenant_id uuid); alter table t enable row level security", "table t has a tenant_id")]
    [InlineData(
        "create table t (tenant_id uuid, at timestamptz) partition by range (at);"
        + "alter table t enable row level security, force row level security;"
        + "create table t_default partition of t default",
        "table t_default has a tenant_id")]
    [InlineData("create view v as select 1 as n", "view v reads with its owner's rights")]
    [InlineData("create view v with (security_invoker = false) as select 1 as n", "view v reads with its owner's rights")]
    [InlineData("create materialized view v as select 1 as n", "materialized view v")]
    [InlineData("create function f() returns integer language sql security definer return 1", "function f() runs with its owner's rights")]
    [InlineData("create table t (n integer); alter table t owner to relaykit_app", "role relaykit_app can act as relaykit_app, which owns t")]
    [InlineData("create table t (n integer); alter table t owner to relaykit_jobs", "role relaykit_jobs can act as relaykit_jobs, which owns t")]
    public async Task A_hole_is_found_and_named(string hole, string finding)
    {
        await Sql.ExecuteAsync(_postgres.ConnectionString, $"set search_path = relaykit; {hole}");

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(
            () => new RoleSelfCheck(_postgres.Sources).VerifyAsync(CancellationToken.None));

        Assert.Contains(finding, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forced_table_an_invoker_view_and_an_invoker_function_are_safe()
    {
        await Sql.ExecuteAsync(
            _postgres.ConnectionString,
            """
            set role relaykit_owner;
            set search_path = relaykit;
            create table t (tenant_id uuid);
            alter table t enable row level security, force row level security;
            create view v with (security_invoker = on) as select * from t;
            create function f() returns integer language sql return 1;
            """);

        await new RoleSelfCheck(_postgres.Sources).VerifyAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("superuser", "is a superuser")]
    [InlineData("bypassrls", "has BYPASSRLS")]
    public async Task A_role_that_row_level_security_does_not_bind_is_refused(string attribute, string finding)
    {
        // Roles belong to the whole server, so the test takes one of its own and leaves ours alone.
        var role = $"relaykit_check_{Guid.CreateVersion7():n}";
        await Sql.ExecuteAsync(_postgres.ConnectionString, $"create role {role} {attribute}; grant usage on schema relaykit to {role}");
        try
        {
            await using var pool = PoolOf(role);

            var error = await Assert.ThrowsAsync<DatabaseSetupException>(
                () => new RoleSelfCheck((pool, role)).VerifyAsync(CancellationToken.None));

            Assert.Contains($"role {role} {finding}", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Sql.ExecuteAsync(_postgres.ConnectionString, $"drop owned by {role}; drop role {role}");
        }
    }

    [Fact]
    public async Task A_connection_that_does_not_act_as_its_role_is_refused()
    {
        // As behind a pooler that drops start-up options.
        await using var pool = PoolOf(DatabaseNames.JobsRole);

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(
            () => new RoleSelfCheck((pool, DatabaseNames.AppRole)).VerifyAsync(CancellationToken.None));

        Assert.Contains("should act as relaykit_app acts as relaykit_jobs", error.Message, StringComparison.Ordinal);
    }

    private NpgsqlDataSource PoolOf(string role) =>
        NpgsqlDataSource.Create(RoleConnectionString.For(_postgres.ConnectionString, role));
}
