using RelayKit.Tenants;

namespace RelayKit.Mail;

/// <summary>
/// Takes mails over that have no row as their cause. Where there is one, the store that writes it takes the mail along, in the same transaction.
/// </summary>
public interface IMailOutbox
{
    /// <summary>Takes a mail over. When it returns, the mail is not lost; one of the same id that waits already is not added again.</summary>
    Task AddAsync(TenantId tenant, MailMessage mail, CancellationToken cancellation);

    /// <summary>Takes a mail to the owners of a tenant over.</summary>
    Task AddAsync(OwnerMail mail, CancellationToken cancellation);
}
