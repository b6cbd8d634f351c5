using RelayKit.Accounts;
using RelayKit.Storage.Accounts;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Accounts;

[Collection(PostgresGroup.Name)]
public sealed class PostgresAccountMoveStoreTests(PostgresFixture postgres)
{
    private readonly People _people = new(postgres);
    private readonly PostgresAccountMoveStore _moves = new(postgres.Sources);

    [Fact]
    public async Task An_account_has_another_provider_only_if_it_is_as_it_was_seen()
    {
        var account = await _people.AddAsync();
        var subject = account.Id.Value.ToString("D");

        var moved = (await _moves.MoveAsync(account, "supabase", subject, null, CancellationToken.None))!;

        Assert.Equal(("supabase", subject), (moved.Provider, moved.Subject));
        Assert.Null((await _people.Accounts.FindAsync(account.Tenant, account.Id, CancellationToken.None))!.PasswordHash);
        Assert.Equal(moved, await _people.Accounts.FindBySubjectAsync("supabase", subject, CancellationToken.None));
        Assert.Null(await _moves.MoveAsync(account, "supabase", subject, "$2a$12$late", CancellationToken.None));

        Assert.NotNull(await _moves.MoveAsync(moved, "built_in", account.Subject, "$2a$12$back", CancellationToken.None));
        Assert.Equal("$2a$12$back", (await _people.Accounts.FindAsync(account.Tenant, account.Id, CancellationToken.None))!.PasswordHash);
    }

    [Fact]
    public async Task Two_accounts_never_have_one_subject_and_a_neighbour_moves_nobody()
    {
        var (first, second) = (await _people.AddAsync(), await _people.AddAsync());
        var subject = Guid.NewGuid().ToString("D");

        Assert.NotNull(await _moves.MoveAsync(first, "supabase", subject, null, CancellationToken.None));
        Assert.Null(await _moves.MoveAsync(second, "supabase", subject, null, CancellationToken.None));
        Assert.Null(await _moves.MoveAsync(second with { Tenant = first.Tenant }, "supabase", Guid.NewGuid().ToString("D"), null, CancellationToken.None));
        Assert.Equal(second, (await _people.Accounts.FindAsync(second.Tenant, second.Id, CancellationToken.None))!.Account);
    }

    [Fact]
    public async Task All_accounts_of_a_provider_come_page_by_page_over_all_tenants()
    {
        var provider = $"p{Guid.NewGuid():N}";
        List<AccountId> made = [];
        for (var i = 0; i < 5; i++)
        {
            var account = await _people.AddAsync();
            Assert.NotNull(await _moves.MoveAsync(account, provider, account.Subject, $"$2a$12${i}", CancellationToken.None));
            made.Add(account.Id);
        }

        List<AccountId> seen = [];
        while (await _moves.ListAsync(provider, seen.Count == 0 ? null : seen[^1], 2, CancellationToken.None) is { Count: > 0 } page)
        {
            Assert.All(page, static record => Assert.NotNull(record.PasswordHash));
            seen.AddRange(page.Select(static record => record.Account.Id));
        }

        Assert.Equal(made.Select(static id => id.ToString()).Order(StringComparer.Ordinal), seen.Select(static id => id.ToString()));
    }
}
