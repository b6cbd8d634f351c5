using RelayKit.Accounts;
using RelayKit.Storage.Accounts;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Accounts;

[Collection(PostgresGroup.Name)]
public sealed class PostgresAccountStoreTests(PostgresFixture postgres)
{
    private const int Racers = 12;

    private readonly People _people = new(postgres);

    private PostgresAccountStore Store => _people.Accounts;

    [Fact]
    public async Task An_account_is_found_by_address_in_any_case_by_subject_and_by_id_of_its_tenant()
    {
        var account = await _people.AddAsync();
        var neighbour = await _people.AddTenantAsync();

        Assert.Equal(account, (await Store.FindByEmailAsync(EmailAddress.Parse(account.Email.Text.ToUpperInvariant()), CancellationToken.None))!.Account);
        Assert.Equal(account, await Store.FindBySubjectAsync("built_in", account.Subject, CancellationToken.None));
        Assert.Equal("$2a$12$first", (await Store.FindAsync(account.Tenant, account.Id, CancellationToken.None))!.PasswordHash);
        Assert.Null(await Store.FindAsync(neighbour, account.Id, CancellationToken.None));
        Assert.Null(await Store.FindBySubjectAsync("supabase", account.Subject, CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_who_sign_up_with_one_address_one_does_and_may_do_it_again()
    {
        var email = People.NewEmail();
        var accounts = await Task.WhenAll(Enumerable.Range(0, Racers).Select(async _ => People.New(await _people.AddTenantAsync(), AccountRole.Owner) with { Email = email }));

        var added = await Task.WhenAll(accounts.Select(account => Store.AddAsync(account, null, CancellationToken.None)));

        var winner = accounts[Array.IndexOf(added, true)];
        Assert.Equal(1, added.Count(static won => won));
        Assert.True(await Store.AddAsync(winner, null, CancellationToken.None));
        Assert.Equal(winner, (await Store.FindByEmailAsync(email, CancellationToken.None))!.Account);
    }

    [Fact]
    public async Task Owners_who_demote_and_remove_each_other_at_once_leave_one()
    {
        var tenant = await _people.AddTenantAsync();
        var owners = new List<Account>();
        for (var i = 0; i < Racers; i++)
        {
            owners.Add(await _people.AddAsync(tenant));
        }

        await Task.WhenAll(owners.Select((owner, i) => i % 2 == 0
            ? Store.RemoveAsync(tenant, owner.Id, CancellationToken.None)
            : Store.ChangeRoleAsync(tenant, owner.Id, AccountRole.Developer, CancellationToken.None)));

        Assert.Single((await Store.ListAsync(tenant, CancellationToken.None)).Accounts, static account => account.Role == AccountRole.Owner);
    }

    [Fact]
    public async Task A_neighbour_changes_nothing()
    {
        var account = await _people.AddAsync(role: AccountRole.Developer);
        var neighbour = await _people.AddTenantAsync();

        Assert.Equal(ErrorCode.AccountNotFound, (await Store.RemoveAsync(neighbour, account.Id, CancellationToken.None)).Error!.Code);
        Assert.Equal(ErrorCode.AccountNotFound, (await Store.ChangeRoleAsync(neighbour, account.Id, AccountRole.Owner, CancellationToken.None)).Error!.Code);
        Assert.Null(await Store.RenameAsync(neighbour, account.Id, "Eve", CancellationToken.None));
        Assert.Equal(account, (await Store.FindAsync(account.Tenant, account.Id, CancellationToken.None))!.Account);
    }

    [Fact]
    public async Task A_hash_is_replaced_only_where_it_is_the_one_that_was_seen()
    {
        var account = await _people.AddAsync();

        Assert.True(await Store.SetPasswordHashAsync(account, "$2a$12$first", "$2a$12$second", null, CancellationToken.None));
        Assert.False(await Store.SetPasswordHashAsync(account, "$2a$12$first", "$2a$12$third", null, CancellationToken.None));
        Assert.Equal("$2a$12$second", (await Store.FindAsync(account.Tenant, account.Id, CancellationToken.None))!.PasswordHash);
    }

    [Fact]
    public async Task An_account_is_brought_in_line_with_what_its_provider_says()
    {
        var (account, other) = (await _people.AddAsync(), await _people.AddAsync());
        var to = People.NewEmail();

        Assert.Equal(People.Now, (await Store.AlignAsync(account, account.Email, People.Now, CancellationToken.None))!.EmailVerifiedAt);
        Assert.Equal(People.Now, (await Store.AlignAsync(account, account.Email, People.Now.AddDays(1), CancellationToken.None))!.EmailVerifiedAt);
        var moved = await Store.AlignAsync(account, to, null, CancellationToken.None);
        Assert.Equal((to, null), (moved!.Email, moved.EmailVerifiedAt));
        Assert.Null(await Store.AlignAsync(account, other.Email, People.Now, CancellationToken.None));
    }
}
