using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Testing;

namespace RelayKit.StorageTests;

[Collection(PostgresGroup.Name)]
public sealed class PostgresDataSourcesTests(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>One connection per pool, so that the next user surely gets the one that was used before.</summary>
    private readonly PostgresDataSources _single = new(
        new PostgresOptions { ConnectionString = postgres.ConnectionString, AppPoolSize = 1, JobsPoolSize = 1 }, NullLoggerFactory.Instance);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _single.DisposeAsync();

    [Fact]
    public async Task Each_pool_acts_as_its_role_in_our_schema()
    {
        const string WhoAndWhere = "select current_user || ' in ' || current_schema()";

        await using var app = await _single.App.OpenConnectionAsync();
        await using var jobs = await _single.Jobs.OpenConnectionAsync();

        Assert.Equal("relaykit_app in relaykit", await Sql.ScalarAsync<string>(app, WhoAndWhere));
        Assert.Equal("relaykit_jobs in relaykit", await Sql.ScalarAsync<string>(jobs, WhoAndWhere));
    }

    [Theory]
    [InlineData("reset role")]
    [InlineData("set role none")]
    [InlineData("set role relaykit_owner")]
    [InlineData("set session authorization default")]
    [InlineData("discard all")]
    public async Task The_role_is_the_pools_again_for_the_next_user_whatever_the_last_one_did(string statement)
    {
        var before = await UseAsync(statement);
        await using var next = await _single.App.OpenConnectionAsync();

        Assert.Equal(before, next.ProcessID);
        Assert.Equal("relaykit_app", await Sql.ScalarAsync<string>(next, "select current_user::text"));
    }

    [Fact]
    public async Task The_role_survives_the_reset_of_a_connection_that_holds_prepared_statements()
    {
        int before;
        await using (var first = await _single.App.OpenConnectionAsync())
        {
            before = first.ProcessID;
            await using var prepared = new NpgsqlCommand("select 1", first);
            await prepared.PrepareAsync();
            await prepared.ExecuteScalarAsync();
            await Sql.ScalarAsync<string>(first, "select set_config('role', 'none', false)");
        }
        await using var next = await _single.App.OpenConnectionAsync();

        Assert.Equal(before, next.ProcessID);
        Assert.Equal("relaykit_app", await Sql.ScalarAsync<string>(next, "select current_user::text"));
    }

    [Fact]
    public async Task The_tenant_of_a_batch_is_seen_inside_it_and_by_nobody_after_it()
    {
        var tenant = Guid.CreateVersion7();
        await using (var connection = await _single.App.OpenConnectionAsync())
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands = { TenantScope.Enter(tenant), new NpgsqlBatchCommand("select current_setting('app.tenant_id')") },
            };
            await using (var reader = await batch.ExecuteReaderAsync())
            {
                Assert.True(await reader.NextResultAsync());
                Assert.True(await reader.ReadAsync());
                Assert.Equal(tenant.ToString(), reader.GetString(0));
            }
            Assert.Equal(string.Empty, await TenantSettingAsync(connection));
        }
        await using var next = await _single.App.OpenConnectionAsync();

        Assert.Equal(string.Empty, await TenantSettingAsync(next));
    }

    [Fact]
    public async Task An_operators_own_options_stay_but_cannot_choose_another_role()
    {
        var options = new PostgresOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
            {
                Options = "-c role=relaykit_owner -c statement_timeout=12345",
            }.ConnectionString,
        };
        await using var sources = new PostgresDataSources(options, NullLoggerFactory.Instance);
        await using var connection = await sources.App.OpenConnectionAsync();

        Assert.Equal("relaykit_app", await Sql.ScalarAsync<string>(connection, "select current_user::text"));
        Assert.Equal("12345ms", await Sql.ScalarAsync<string>(connection, "show statement_timeout"));
    }

    [Fact]
    public void The_empty_tenant_is_refused() => Assert.Throws<ArgumentException>(() => TenantScope.Enter(Guid.Empty));

    private static Task<string> TenantSettingAsync(NpgsqlConnection connection) =>
        Sql.ScalarAsync<string>(connection, "select coalesce(current_setting('app.tenant_id', true), '')");

    private async Task<int> UseAsync(string statement)
    {
        await using var connection = await _single.App.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
        return connection.ProcessID;
    }
}
