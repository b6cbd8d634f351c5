using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Accounts;
using RelayKit.Storage.Accounts;
using RelayKit.Storage.Mail;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Accounts;

/// <summary>What is good once is good for one of many who come at once, and ends what it has to end with it.</summary>
[Collection(PostgresGroup.Name)]
public sealed class TokensAndSessionsTests(PostgresFixture postgres)
{
    private const int Racers = 12;

    private readonly People _people = new(postgres);
    private readonly PostgresAccountTokenStore _tokens = new(postgres.Sources, People.Mails);
    private readonly PostgresAccountSessionStore _sessions = new(postgres.Sources);
    private readonly PostgresInvitationStore _invitations = new(postgres.Sources, People.Mails);

    [Fact]
    public async Task Of_many_who_use_a_token_at_once_one_does()
    {
        var account = await _people.AddAsync();
        var (token, hash) = await AddTokenAsync(account, TokenPurpose.VerifyEmail);
        Assert.Equal(token, await _tokens.FindAsync(hash, CancellationToken.None));

        var used = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => _tokens.VerifyEmailAsync(token, People.Now, CancellationToken.None)));

        Assert.Equal(People.Now, Assert.Single(used, static account => account is not null)!.EmailVerifiedAt);
        Assert.Null(await _tokens.FindAsync(hash, CancellationToken.None));
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_and_all_tokens_of_the_account_and_of_nobody_else()
    {
        var tenant = await _people.AddTenantAsync();
        var (account, other) = (await _people.AddAsync(tenant), await _people.AddAsync(tenant));
        var (mine, theirs) = (await AddSessionAsync(account), await AddSessionAsync(other));
        var (token, _) = await AddTokenAsync(account, TokenPurpose.ResetPassword);
        var (_, verification) = await AddTokenAsync(account, TokenPurpose.VerifyEmail);

        Assert.Equal(account.Id, (await _tokens.ResetPasswordAsync(token, "$2a$12$new", People.Now, People.Mail(account), CancellationToken.None))!.Id);

        Assert.Null(await _sessions.FindAsync(mine, CancellationToken.None));
        Assert.Equal(other, (await _sessions.FindAsync(theirs, CancellationToken.None))!.Account);
        Assert.Null(await _tokens.FindAsync(verification, CancellationToken.None));
        Assert.Equal("$2a$12$new", (await _people.Accounts.FindAsync(tenant, account.Id, CancellationToken.None))!.PasswordHash);
        Assert.Null(await _tokens.ResetPasswordAsync(token, "$2a$12$other", People.Now, People.Mail(account), CancellationToken.None));
    }

    [Fact]
    public async Task A_mail_is_there_with_what_it_tells_of_and_not_without_it()
    {
        var account = await _people.AddAsync();
        var (token, _) = await AddTokenAsync(account, TokenPurpose.ResetPassword);
        Assert.Equal(1, await MailsAsync(account));

        Assert.NotNull(await _tokens.ResetPasswordAsync(token, "$2a$12$new", People.Now, People.Mail(account), CancellationToken.None));
        Assert.Equal(2, await MailsAsync(account));
        Assert.Null(await _tokens.ResetPasswordAsync(token, "$2a$12$other", People.Now, People.Mail(account), CancellationToken.None));
        Assert.False(await _people.Accounts.SetPasswordHashAsync(account, "$2a$12$first", "$2a$12$third", People.Mail(account), CancellationToken.None));
        Assert.Equal(2, await MailsAsync(account));
        Assert.True(await _people.Accounts.SetPasswordHashAsync(account, "$2a$12$new", "$2a$12$third", People.Mail(account), CancellationToken.None));
        Assert.Equal(3, await MailsAsync(account));

        await InviteAsync(account, People.NewEmail());
        Assert.Equal(4, await MailsAsync(account));
    }

    [Fact]
    public async Task Only_the_newest_mail_of_a_purpose_is_good()
    {
        var account = await _people.AddAsync();
        var (_, first) = await AddTokenAsync(account, TokenPurpose.ResetPassword);
        var (_, second) = await AddTokenAsync(account, TokenPurpose.ResetPassword);

        Assert.Null(await _tokens.FindAsync(first, CancellationToken.None));
        Assert.NotNull(await _tokens.FindAsync(second, CancellationToken.None));
    }

    [Fact]
    public async Task An_address_that_somebody_took_meanwhile_is_refused_and_the_token_stays()
    {
        var (account, other) = (await _people.AddAsync(), await _people.AddAsync());
        var (token, hash) = await AddTokenAsync(account, TokenPurpose.ChangeEmail, other.Email);

        Assert.Equal(ErrorCode.EmailTaken, (await _tokens.ChangeEmailAsync(token, People.Now, People.Mail(account), CancellationToken.None)).Error!.Code);
        Assert.NotNull(await _tokens.FindAsync(hash, CancellationToken.None));

        var (good, _) = await AddTokenAsync(account, TokenPurpose.ChangeEmail, People.NewEmail());
        Assert.Equal(good.NewEmail, (await _tokens.ChangeEmailAsync(good, People.Now, People.Mail(account), CancellationToken.None)).Value!.Email);
    }

    [Fact]
    public async Task Use_of_a_session_is_written_once_a_minute_and_a_removed_account_has_none()
    {
        var account = await _people.AddAsync(role: AccountRole.Developer);
        var hash = await AddSessionAsync(account);
        var session = (await _sessions.FindAsync(hash, CancellationToken.None))!.Session;

        await _sessions.TouchAsync(session with { LastSeenAt = People.Now.AddSeconds(59), Address = "192.0.2.1" }, CancellationToken.None);
        Assert.Equal(session, (await _sessions.FindAsync(hash, CancellationToken.None))!.Session);
        await _sessions.TouchAsync(session with { LastSeenAt = People.Now.AddSeconds(60), Address = "192.0.2.1" }, CancellationToken.None);
        Assert.Equal("192.0.2.1", (await _sessions.FindAsync(hash, CancellationToken.None))!.Session.Address);

        Assert.True((await _people.Accounts.RemoveAsync(account.Tenant, account.Id, CancellationToken.None)).IsSuccess);
        Assert.Null(await _sessions.FindAsync(hash, CancellationToken.None));
    }

    [Fact]
    public async Task Sessions_end_one_by_one_or_all_but_one_and_never_a_neighbours()
    {
        var (account, neighbour) = (await _people.AddAsync(), await _people.AddAsync());
        byte[][] hashes = [await AddSessionAsync(account), await AddSessionAsync(account), await AddSessionAsync(account)];
        var ids = await Task.WhenAll(hashes.Select(async hash => (await _sessions.FindAsync(hash, CancellationToken.None))!.Session.Id));

        Assert.False(await _sessions.EndAsync(neighbour.Tenant, account.Id, ids[0], CancellationToken.None));
        Assert.False(await _sessions.EndAsync(account.Tenant, neighbour.Id, ids[0], CancellationToken.None));
        Assert.True(await _sessions.EndAsync(account.Tenant, account.Id, ids[0], CancellationToken.None));
        await _sessions.EndAllAsync(account.Tenant, account.Id, ids[1], People.Now.AddHours(1), CancellationToken.None);
        Assert.Equal(ids[1], Assert.Single(await _sessions.ListAsync(account.Tenant, account.Id, CancellationToken.None)).Id);
        await _sessions.EndAllAsync(account.Tenant, account.Id, null, People.Now, CancellationToken.None);
        Assert.Equal(People.Now.AddHours(1), (await _people.Accounts.FindAsync(account.Tenant, account.Id, CancellationToken.None))!.Account.SignedOutAt);
        Assert.Empty(await _sessions.ListAsync(account.Tenant, account.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_who_accept_an_invitation_at_once_one_does()
    {
        var owner = await _people.AddAsync();
        var (invitation, hash) = await InviteAsync(owner, People.NewEmail());
        Assert.Equal(invitation, await _invitations.FindAsync(hash, CancellationToken.None));

        var accepted = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => _invitations.AcceptAsync(
            invitation, People.New(owner.Tenant, invitation.Role) with { Email = invitation.Email }, null, CancellationToken.None)));

        Assert.Single(accepted, static result => result.IsSuccess);
        Assert.Equal(2, (await _people.Accounts.ListAsync(owner.Tenant, CancellationToken.None)).Accounts.Count);
        Assert.Empty(await _invitations.ListAsync(owner.Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task An_invitation_whose_address_has_an_account_stays_and_makes_nothing()
    {
        var (owner, elsewhere) = (await _people.AddAsync(), await _people.AddAsync());
        var (invitation, hash) = await InviteAsync(owner, elsewhere.Email);

        var refused = await _invitations.AcceptAsync(
            invitation, People.New(owner.Tenant, AccountRole.Billing) with { Email = elsewhere.Email }, null, CancellationToken.None);

        Assert.Equal(ErrorCode.EmailTaken, refused.Error!.Code);
        Assert.NotNull(await _invitations.FindAsync(hash, CancellationToken.None));
        Assert.Single((await _people.Accounts.ListAsync(owner.Tenant, CancellationToken.None)).Accounts);
    }

    [Fact]
    public async Task What_has_run_out_is_removed_and_nothing_earlier()
    {
        var account = await _people.AddAsync();
        var (_, token) = await AddTokenAsync(account, TokenPurpose.VerifyEmail);
        var session = await AddSessionAsync(account);
        var time = new FakeTimeProvider(People.Now.AddDays(3));
        using var removal = new AccountRemoval(postgres.Sources, new PostgresMailSuppressionStore(postgres.Sources), time, NullLogger<AccountRemoval>.Instance);

        await removal.RemoveExpiredAsync(CancellationToken.None);
        Assert.NotNull(await _tokens.FindAsync(token, CancellationToken.None));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await removal.RemoveExpiredAsync(CancellationToken.None);
        Assert.Null(await _tokens.FindAsync(token, CancellationToken.None));
        Assert.NotNull(await _sessions.FindAsync(session, CancellationToken.None));
        time.Advance(AccountRemoval.UnusedSession);
        await removal.RemoveExpiredAsync(CancellationToken.None);
        Assert.Null(await _sessions.FindAsync(session, CancellationToken.None));
    }

    private async Task<(AccountToken Token, byte[] Hash)> AddTokenAsync(Account account, TokenPurpose purpose, EmailAddress? to = null)
    {
        var (token, hash) = (AccountToken.New(account, purpose, People.Now, to), SecretToken.Hash(SecretToken.Generate()));
        await _tokens.AddAsync(token, hash, [People.Mail(account)], CancellationToken.None);
        return (token, hash);
    }

    private Task<long> MailsAsync(Account account) => Sql.ScalarAsync<long>(
        postgres.ConnectionString, $"select count(*) from relaykit.outbox where kind = 'mail' and tenant_id = '{account.Tenant.Value}'");

    private async Task<byte[]> AddSessionAsync(Account account)
    {
        var hash = SecretToken.Hash(SecretToken.Generate());
        await _sessions.AddAsync(
            new AccountSession { Id = Guid.CreateVersion7(), Tenant = account.Tenant, Account = account.Id, CreatedAt = People.Now, LastSeenAt = People.Now },
            hash,
            CancellationToken.None);
        return hash;
    }

    private async Task<(Invitation Invitation, byte[] Hash)> InviteAsync(Account owner, EmailAddress email)
    {
        var hash = SecretToken.Hash(SecretToken.Generate());
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(),
            Tenant = owner.Tenant,
            Email = email,
            Role = AccountRole.Developer,
            InvitedBy = owner.Id,
            CreatedAt = People.Now,
            ExpiresAt = People.Now + Invitation.Lifetime,
        };
        Assert.True((await _invitations.AddAsync(invitation, hash, People.Mail(owner), CancellationToken.None)).IsSuccess);
        return (invitation, hash);
    }
}
