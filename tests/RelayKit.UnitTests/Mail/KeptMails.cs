using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Mail;

/// <summary>An outbox of mails that keeps what it has taken.</summary>
internal sealed class KeptMails : IMailOutbox
{
    public List<MailMessage> Mails { get; } = [];

    public Task AddAsync(TenantId tenant, MailMessage mail, CancellationToken cancellation)
    {
        Mails.Add(mail);
        return Task.CompletedTask;
    }

    public Task AddAsync(OwnerMail mail, CancellationToken cancellation) => throw new NotSupportedException();
}
