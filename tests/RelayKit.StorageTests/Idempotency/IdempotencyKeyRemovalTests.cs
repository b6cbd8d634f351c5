using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Idempotency;
using RelayKit.Storage.Idempotency;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Idempotency;

/// <summary>Keys go when they have held their time, never earlier, and in bounded steps. It is 2020, long before other tests' keys.</summary>
[Collection(PostgresGroup.Name)]
public sealed class IdempotencyKeyRemovalTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Of2020 = "created_at < timestamptz '2021-01-01 00:00:00+00'";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2020-11-23T11:59:59.999Z", null));

    public async Task InitializeAsync()
    {
        await DisposeAsync();
        await Sql.ExecuteAsync(postgres.ConnectionString, ManyIn("idempotency_keys", "tenant_id, ", "gen_random_uuid(), "));
        await Sql.ExecuteAsync(postgres.ConnectionString, ManyIn("operator_idempotency_keys", "", ""));
    }

    public Task DisposeAsync() => Sql.ExecuteAsync(
        postgres.ConnectionString, $"delete from relaykit.idempotency_keys where {Of2020}; delete from relaykit.operator_idempotency_keys where {Of2020}");

    [Fact]
    public async Task A_key_goes_after_24_hours_and_never_earlier()
    {
        using var removal = New();

        Assert.Equal(0, await removal.RemoveExpiredAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await removal.RemoveExpiredAsync(CancellationToken.None));
        _time.Advance(TimeSpan.FromMilliseconds(2498));
        Assert.Equal(2 * 2498, await removal.RemoveExpiredAsync(CancellationToken.None));
        Assert.Equal((1, 1), await CountAsync());
    }

    [Fact]
    public async Task Several_processes_share_the_work_and_none_waits_for_ever()
    {
        _time.Advance(TimeSpan.FromHours(1));
        using var one = New();
        using var other = New();

        var removed = await Task.WhenAll(one.RemoveExpiredAsync(CancellationToken.None), other.RemoveExpiredAsync(CancellationToken.None));

        Assert.Equal(5000, removed.Sum() + await one.RemoveExpiredAsync(CancellationToken.None));
        Assert.Equal((0, 0), await CountAsync());
    }

    [Fact]
    public async Task A_key_that_begins_its_next_life_meanwhile_stays()
    {
        var store = new PostgresIdempotencyStore(postgres.Sources);
        var old = StoredRows.New(null) with { CreatedAt = _time.GetUtcNow() - StoredKey.Lifetime };
        await store.AddOrFindAsync(old, CancellationToken.None);
        Assert.True(await store.ReplaceAsync(old, old.Again(StoredKey.Lifetime), CancellationToken.None));

        using var removal = New();
        _time.Advance(TimeSpan.FromHours(1));
        await removal.RemoveExpiredAsync(CancellationToken.None);

        Assert.Equal((0, 1), await CountAsync());
    }

    [Fact]
    public async Task A_host_removes_them_every_ten_minutes_and_stops_cleanly()
    {
        var time = new TimerSignal(DateTimeOffset.Parse("2020-11-23T12:00:00Z", null));
        var log = new LogSignal<IdempotencyKeyRemoval>();
        using var removal = new IdempotencyKeyRemoval(postgres.Sources, time, log);
        await removal.StartAsync(CancellationToken.None);
        await time.TimerCreated;

        log.Expect("Removed 5000 idempotency keys that have expired");
        time.Advance(IdempotencyKeyRemoval.Period);
        await log.Seen.WaitAsync(TimeSpan.FromSeconds(30));
        await removal.StopAsync(CancellationToken.None);

        Assert.Equal((0, 0), await CountAsync());
        Assert.True(removal.ExecuteTask!.IsCompletedSuccessfully);
    }

    private static string ManyIn(string table, string column, string value) =>
        $"""
        insert into relaykit.{table} ({column}request_hash, content_hash, seed, claim_id, created_at, lease_until)
        select {value}sha256(n::text::bytea), sha256(n::text::bytea), '\x00', gen_random_uuid(),
               timestamptz '2020-11-22 12:00:00+00' + n * interval '1 millisecond', timestamptz '2020-11-22 12:00:00+00'
        from generate_series(0, 2499) n
        """;

    private IdempotencyKeyRemoval New() => new(postgres.Sources, _time, NullLogger<IdempotencyKeyRemoval>.Instance);

    private async Task<(long OfTenants, long OfOperator)> CountAsync() => (
        await Sql.ScalarAsync<long>(postgres.ConnectionString, $"select count(*) from relaykit.idempotency_keys where {Of2020}"),
        await Sql.ScalarAsync<long>(postgres.ConnectionString, $"select count(*) from relaykit.operator_idempotency_keys where {Of2020}"));
}
