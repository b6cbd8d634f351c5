using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Storage;
using RelayKit.Tenants;
using Xunit.Abstractions;

namespace RelayKit.StorageTests.Isolation;

/// <summary>
/// Many tasks of several tenants on few pooled connections, through the real pools and batches, with calls that are cancelled, time out, fail, or break a
/// rule of the house half way through their transaction: nobody ever meets a row of another. RELAYKIT_ISOLATION_OPERATIONS says how many (5,000),
/// RELAYKIT_ISOLATION_SEED which.
/// </summary>
public sealed class PooledOperationTests(CrowdedDatabase database, ITestOutputHelper output) : IClassFixture<CrowdedDatabase>
{
    private const int Tasks = 64;
    private const int Connections = 8;

    private static readonly int Count = IsolationSettings.Number("RELAYKIT_ISOLATION_OPERATIONS", 5_000);

    [Fact]
    public async Task No_operation_meets_a_row_of_another_tenant()
    {
        var seed = IsolationSettings.Number("RELAYKIT_ISOLATION_SEED", Random.Shared.Next());
        await using var sources = new PostgresDataSources(
            new PostgresOptions { ConnectionString = database.ConnectionString, AppPoolSize = Connections, JobsPoolSize = 1 }, NullLoggerFactory.Instance);
        TenantId[] tenants = [new(database.Own), .. database.Foreign.Select(static id => new TenantId(id))];
        var (begun, rows, broken, foreign) = (0, 0L, 0, 0);
        var started = Stopwatch.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
        {
            var random = new Random(seed + task);
            while (Interlocked.Increment(ref begun) <= Count)
            {
                var tenant = tenants[random.Next(tenants.Length)];
                var table = database.Tables[random.Next(database.Tables.Count)].Name;
                List<Guid> met = [];
                Guid? own = tenant.Value;
                try
                {
                    own = await OperateAsync(sources.App, tenant, table, random, met);
                }
                catch (Exception fault) when (fault is OperationCanceledException or NpgsqlException || IsDrivers(fault))
                {
                    Interlocked.Increment(ref broken);
                }

                Interlocked.Add(ref rows, met.Count);
                Interlocked.Add(ref foreign, met.Count(id => id != own));
            }
        })));

        output.WriteLine(
            $"Histories: {Count} operations of {Tasks} tasks and {tenants.Length} tenants on {Connections} connections, seed {seed}, "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; {broken} broken off, {rows} rows met, {foreign} of another tenant");
        Assert.Equal(0, foreign);
        Assert.True(rows > Count / 2 && broken > Count / 200, $"{rows} rows met and {broken} broken off are too few for this to show anything");
    }

    /// <summary>Now and then the driver loses its place when a call is cancelled while it goes on to the next result. It says so, and lets go of the connection.</summary>
    private static bool IsDrivers(Exception fault) => fault.Message.StartsWith("Received unexpected backend message", StringComparison.Ordinal);

    /// <summary>One operation; what it met, it leaves in <paramref name="met"/> even when it breaks off.</summary>
    /// <returns>Whose rows it may have met; null when nobody's.</returns>
    private static async Task<Guid?> OperateAsync(NpgsqlDataSource app, TenantId tenant, string table, Random random, List<Guid> met)
    {
        switch (random.Next(100))
        {
            case < 6:
                // No tenant is named: whoever had the connection before must not have left one.
                await ReadAsync(app.CreateBatch(), table, met, CancellationToken.None);
                return null;

            case < 9:
                await CancelledAsync(app, tenant, table, random, met);
                break;

            case < 11:
                // The statement's time is up in the middle of the transaction.
                await using (var batch = app.CreateTenantBatch(tenant))
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand("set local statement_timeout = 1"));
                    batch.BatchCommands.Add(new NpgsqlBatchCommand($"select t.tenant_id from {table} t cross join lateral pg_sleep(0.004)"));
                    await MeetAsync(batch, met, CancellationToken.None);
                }

                break;

            case < 13:
                // A statement fails, and those after it are not reached.
                await using (var batch = app.CreateTenantBatch(tenant))
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand($"select tenant_id from {table}"));
                    batch.BatchCommands.Add(new NpgsqlBatchCommand($"select 1 / (count(*) - count(*)) from {table}"));
                    await MeetAsync(batch, met, CancellationToken.None);
                }

                break;

            case < 16:
                await LeftOpenAsync(app, tenant, table, random, met);
                break;

            case < 18:
                // What no code of RelayKit's may do: the tenant is named for the session. The pool forgets it before the next user comes.
                await using (var connection = await app.OpenConnectionAsync())
                {
                    await using var command = new NpgsqlCommand($"select set_config('app.tenant_id', '{tenant.Value}', false)", connection);
                    await command.ExecuteNonQueryAsync();
                }

                break;

            default:
                await ReadAsync(app.CreateTenantBatch(tenant), table, met, CancellationToken.None);
                break;
        }

        return tenant.Value;
    }

    /// <summary>The caller goes away somewhere between the first byte that is sent and the last row that is read.</summary>
    private static async Task CancelledAsync(NpgsqlDataSource app, TenantId tenant, string table, Random random, List<Guid> met)
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.CancelAfter(TimeSpan.FromMicroseconds(random.Next(1, 6_000)));
        await using var batch = app.CreateTenantBatch(tenant);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select t.tenant_id from {table} t"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select t.tenant_id from {table} t cross join lateral pg_sleep(0.002)"));
        await MeetAsync(batch, met, cancellation.Token);
    }

    /// <summary>A transaction of its own, which is let go of without an end: the connection goes back in the middle of it.</summary>
    private static async Task LeftOpenAsync(NpgsqlDataSource app, TenantId tenant, string table, Random random, List<Guid> met)
    {
        await using var connection = await app.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using (var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { TenantScope.Enter(tenant.Value) } })
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"select tenant_id from {table}"));
            await MeetAsync(batch, met, CancellationToken.None);
        }

        if (random.Next(2) == 0)
        {
            await transaction.CommitAsync();
        }
    }

    private static async Task ReadAsync(NpgsqlBatch batch, string table, List<Guid> met, CancellationToken cancellation)
    {
        await using (batch)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"select tenant_id from {table}"));
            await MeetAsync(batch, met, cancellation);
        }
    }

    /// <summary>Every tenant's id in any of the batch's results.</summary>
    private static async Task MeetAsync(NpgsqlBatch batch, List<Guid> met, CancellationToken cancellation)
    {
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            while (await reader.ReadAsync(cancellation))
            {
                if (reader.GetFieldType(0) == typeof(Guid))
                {
                    met.Add(reader.GetGuid(0));
                }
            }
        }
        while (await reader.NextResultAsync(cancellation));
    }
}
