using Npgsql;
using RelayKit.Idempotency;
using RelayKit.Storage.Idempotency;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Idempotency;

/// <summary>Rows change hands one at a time, whoever else wants them.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresIdempotencyStoreTests(PostgresFixture postgres)
{
    private const int Racers = 30;

    private readonly PostgresIdempotencyStore _store = new(postgres.Sources);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_add_a_row_at_once_one_does_and_the_others_find_it(bool isOperator)
    {
        var first = StoredRows.New(StoredRows.NewOwner(isOperator));
        StoredKey[] rows = [.. Enumerable.Range(0, Racers).Select(_ => first.Again())];

        var found = await Task.WhenAll(rows.Select(row => _store.AddOrFindAsync(row, CancellationToken.None)));

        var winner = Assert.Single(rows, row => row.Claim == found[0]!.Claim);
        Assert.All(found, row => Assert.Equal(winner.Text(), row.Text()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_take_a_row_over_at_once_one_does(bool isOperator)
    {
        var row = await AddedAsync(isOperator);
        StoredKey[] takers = [.. Enumerable.Range(0, Racers).Select(_ => row.TakenOverBy(row.Again(StoredKey.Lease)))];

        var taken = await Task.WhenAll(takers.Select(taker => _store.ReplaceAsync(row, taker, CancellationToken.None)));

        var winner = takers[Array.IndexOf(taken, true)];
        Assert.Equal(1, taken.Count(won => won));
        Assert.Equal(winner.Text(), (await FindAsync(row)).Text());
        Assert.False(await _store.KeepAsync(row, [1], CancellationToken.None));
        Assert.True(await _store.KeepAsync(winner, [2], CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_stays_until_the_keys_next_life(bool isOperator)
    {
        var row = await AddedAsync(isOperator);
        Assert.True(await _store.KeepAsync(row, [1, 2, 3], CancellationToken.None));

        Assert.False(await _store.KeepAsync(row, [4], CancellationToken.None));
        await _store.AbandonAsync(row, CancellationToken.None);
        await _store.ForgetAsync(row, CancellationToken.None);
        Assert.False(await _store.ReplaceAsync(row, row.TakenOverBy(row.Again(StoredKey.Lease)), CancellationToken.None));
        Assert.Equal((row with { Answer = [1, 2, 3] }).Text(), (await FindAsync(row)).Text());

        var next = row.Again(StoredKey.Lifetime) with { ContentHash = new byte[32] };
        Assert.True(await _store.ReplaceAsync(row, next, CancellationToken.None));
        Assert.Equal(next.Text(), (await FindAsync(row)).Text());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_abandoned_row_may_be_run_at_once_and_a_forgotten_one_is_new(bool isOperator)
    {
        var row = await AddedAsync(isOperator);

        await _store.AbandonAsync(row.Again(), CancellationToken.None);
        Assert.Equal(KeyVerdict.InFlight, (await FindAsync(row))!.Judge(row.Again()));
        await _store.AbandonAsync(row, CancellationToken.None);
        Assert.Equal(KeyVerdict.Abandoned, (await FindAsync(row))!.Judge(row.Again()));

        await _store.ForgetAsync(row.Again(), CancellationToken.None);
        Assert.Equal(row.Claim, (await FindAsync(row))!.Claim);
        await _store.ForgetAsync(row, CancellationToken.None);
        var next = row.Again();
        Assert.Equal(next.Text(), (await _store.AddOrFindAsync(next, CancellationToken.None)).Text());
    }

    [Fact]
    public async Task Each_tenant_and_the_operator_have_rows_of_their_own()
    {
        var ann = await AddedAsync(isOperator: false);
        var bob = ann.Again() with { Tenant = StoredRows.NewOwner(isOperator: false) };
        var theirs = ann.Again() with { Tenant = null };

        Assert.Equal(bob.Text(), (await _store.AddOrFindAsync(bob, CancellationToken.None)).Text());
        Assert.Equal(theirs.Text(), (await _store.AddOrFindAsync(theirs, CancellationToken.None)).Text());
        Assert.False(await _store.KeepAsync(ann with { Tenant = bob.Tenant }, [1], CancellationToken.None));
        Assert.Equal(ann.Text(), (await FindAsync(ann)).Text());
    }

    [Fact]
    public async Task The_role_that_serves_tenants_cannot_read_the_operators_rows()
    {
        await using var look = postgres.Sources.App.CreateCommand("select count(*) from operator_idempotency_keys");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => look.ExecuteScalarAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task<StoredKey> AddedAsync(bool isOperator)
    {
        var row = StoredRows.New(StoredRows.NewOwner(isOperator));
        Assert.Equal(row.Text(), (await _store.AddOrFindAsync(row, CancellationToken.None)).Text());
        return row;
    }

    private Task<StoredKey?> FindAsync(StoredKey row) => _store.AddOrFindAsync(row.Again(), CancellationToken.None);
}
