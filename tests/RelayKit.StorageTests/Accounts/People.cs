using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Storage.Accounts;
using RelayKit.Storage.Tenants;
using RelayKit.StorageTests.Mail;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.Accounts;

/// <summary>Tenants and accounts for tests of the stores.</summary>
internal sealed class People(PostgresFixture postgres)
{
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public PostgresAccountStore Accounts { get; } = new(postgres.Sources, Mails);

    public static SealedMails Mails { get; } = new(MaskingProtector.Instance, TimeProvider.System);

    public static MailMessage Mail(Account account) => new() { Id = $"test/{Guid.NewGuid():N}", Kind = "test", To = account.Email.Text, Subject = "S", Text = "T" };

    public static EmailAddress NewEmail() => EmailAddress.Parse($"p{Guid.NewGuid():N}@example.com");

    public async Task<TenantId> AddTenantAsync()
    {
        var id = new TenantId(Guid.CreateVersion7());
        await new PostgresTenantStore(postgres.Sources).CreateAsync(new Tenant(id, "Acme", Now), CancellationToken.None);
        return id;
    }

    public async Task<Account> AddAsync(TenantId? tenant = null, AccountRole role = AccountRole.Owner)
    {
        var account = New(tenant ?? await AddTenantAsync(), role);
        Assert.True(await Accounts.AddAsync(account, "$2a$12$first", CancellationToken.None));
        return account;
    }

    public static Account New(TenantId tenant, AccountRole role)
    {
        var id = new AccountId(Guid.CreateVersion7());
        return new Account
        {
            Id = id,
            Tenant = tenant,
            Email = NewEmail(),
            Name = "Ada",
            Role = role,
            Provider = "built_in",
            Subject = id.ToString(),
            CreatedAt = Now,
        };
    }
}
