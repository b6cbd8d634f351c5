using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RelayKit.Accounts;
using RelayKit.Api.Accounts;
using RelayKit.Api.Accounts.Passwords;
using RelayKit.Mail;

namespace RelayKit.UnitTests.Api.Accounts;

public sealed class BuiltInProviderTests : ProviderContract, IDisposable
{
    private readonly PasswordWorkers _workers = new(1, 64);

    public BuiltInProviderTests() => Provider = new BuiltInProvider(
        Accounts, Accounts, new MailedTokens(Accounts, new AccountMails(Options.Create(new AccountOptions())), Time), new PasswordHashes(_workers, 4), Time, NullLogger<BuiltInProvider>.Instance);

    protected override IIdentityProvider Provider { get; }

    protected override IEnumerable<MailMessage> Mails => Accounts.Mails;

    public void Dispose() => _workers.Dispose();
}
