using RelayKit.Mail;
using RelayKit.Outbox;
using RelayKit.Tenants;

namespace RelayKit.Storage.Mail;

/// <summary>Seals mails and puts them into the outbox, each in a transaction of its own.</summary>
internal sealed class MailOutbox(IOutbox outbox, SealedMails mails) : IMailOutbox
{
    public Task AddAsync(TenantId tenant, MailMessage mail, CancellationToken cancellation) => outbox.AddAsync([mails.Seal(tenant, mail)], cancellation);

    public Task AddAsync(OwnerMail mail, CancellationToken cancellation) => outbox.AddAsync([mails.Seal(mail)], cancellation);
}
