using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Storage.Accounts;
using RelayKit.Storage.Mail;
using RelayKit.StorageTests.Accounts;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Mail;

/// <summary>Where mail has stopped: once for each event, for as long as the address is somebody's, and no longer.</summary>
[Collection(PostgresGroup.Name)]
public sealed class MailSuppressionTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Now = People.Now;

    private readonly People _people = new(postgres);
    private readonly PostgresMailSuppressionStore _store = new(postgres.Sources);
    private readonly PostgresInvitationStore _invitations = new(postgres.Sources, new SealedMails(MaskingProtector.Instance, TimeProvider.System));

    [Fact]
    public async Task An_address_is_stopped_with_its_reason_and_shown_to_its_tenant_alone()
    {
        var (account, other) = (await _people.AddAsync(), await _people.AddAsync());

        await _store.TakeInAsync(Told(account.Email, MailSuppressionReason.Complained), Now, CancellationToken.None);

        var stopped = Assert.Single(await _store.ListAsync(account.Tenant, CancellationToken.None));
        Assert.Equal((account.Email, MailSuppressionReason.Complained, Now), (stopped.Email, stopped.Reason, stopped.Since));
        Assert.Empty(await _store.ListAsync(other.Tenant, CancellationToken.None));
        Assert.Contains(await _store.ListAsync(100, null, CancellationToken.None), found => found.Id == stopped.Id);
    }

    [Fact]
    public async Task An_event_that_comes_again_does_not_undo_what_was_lifted()
    {
        var account = await _people.AddAsync();
        var told = Told(account.Email);
        Assert.True(await _store.TakeInAsync(told, Now, CancellationToken.None));
        Assert.True(await _store.LiftAsync((await _store.FindAsync(account.Email, CancellationToken.None))!.Id, CancellationToken.None));

        Assert.False(await _store.TakeInAsync(told, Now.AddHours(1), CancellationToken.None));

        Assert.Null(await _store.FindAsync(account.Email, CancellationToken.None));
        Assert.False(await _store.LiftAsync(Guid.CreateVersion7(), CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_that_take_one_event_in_at_once_one_does()
    {
        var account = await _people.AddAsync();
        var told = Told(account.Email);

        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _store.TakeInAsync(told, Now, CancellationToken.None)));

        Assert.Single(taken, static first => first);
        Assert.Single(await _store.ListAsync(account.Tenant, CancellationToken.None));
    }

    [Fact]
    public async Task An_address_that_is_nobodys_is_not_kept()
    {
        var stranger = People.NewEmail();

        Assert.True(await _store.TakeInAsync(Told(stranger), Now, CancellationToken.None));

        Assert.Null(await _store.FindAsync(stranger, CancellationToken.None));
    }

    [Fact]
    public async Task An_address_is_forgotten_with_its_account_and_kept_while_somebody_invites_it()
    {
        var owner = await _people.AddAsync();
        var account = await _people.AddAsync(owner.Tenant, AccountRole.Developer);
        await InviteAsync(await _people.AddAsync(), account.Email);
        await _store.TakeInAsync(Told(account.Email), Now, CancellationToken.None);
        Assert.True((await _people.Accounts.RemoveAsync(account.Tenant, account.Id, CancellationToken.None)).IsSuccess);

        await _store.ForgetAsync(Now, CancellationToken.None);
        Assert.NotNull(await _store.FindAsync(account.Email, CancellationToken.None));

        await Sql.ExecuteAsync(postgres.ConnectionString, $"delete from relaykit.invitations where email_key = '{account.Email.Key}'");
        await _store.ForgetAsync(Now, CancellationToken.None);
        Assert.Null(await _store.FindAsync(account.Email, CancellationToken.None));
    }

    [Fact]
    public async Task An_address_of_several_tenants_is_stopped_and_lifted_for_all_of_them()
    {
        var account = await _people.AddAsync();
        var inviter = await _people.AddAsync();
        await InviteAsync(inviter, account.Email);
        await _store.TakeInAsync(Told(account.Email), Now, CancellationToken.None);
        var stopped = Assert.Single(await _store.ListAsync(inviter.Tenant, CancellationToken.None));
        Assert.Single(await _store.ListAsync(account.Tenant, CancellationToken.None));

        Assert.True(await _store.LiftAsync(stopped.Id, CancellationToken.None));

        Assert.Empty(await _store.ListAsync(account.Tenant, CancellationToken.None));
    }

    private static MailEvent Told(EmailAddress email, MailSuppressionReason reason = MailSuppressionReason.Bounced) =>
        new($"msg_{Guid.NewGuid():n}", "email.bounced", Now) { Stopped = [email], Reason = reason };

    private async Task InviteAsync(Account owner, EmailAddress email)
    {
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(),
            Tenant = owner.Tenant,
            Email = email,
            Role = AccountRole.Developer,
            InvitedBy = owner.Id,
            CreatedAt = Now,
            ExpiresAt = Now + Invitation.Lifetime,
        };
        var mail = new MailMessage { Id = $"invite/{invitation.Id:N}", Kind = "test", To = email.Text, Subject = "S", Text = "T" };
        Assert.True((await _invitations.AddAsync(invitation, SecretToken.Hash(SecretToken.Generate()), mail, CancellationToken.None)).IsSuccess);
    }
}
