using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.StorageTests.Billing;

/// <summary>Keeps the mails to owners that it is given, in their order: of one fact there is one.</summary>
internal sealed class PlayedMailOutbox : IMailOutbox
{
    private readonly List<OwnerMail> _mails = [];

    /// <summary>What happens to the next mail; null for nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>A tenant's mails.</summary>
    public IReadOnlyList<OwnerMail> Of(TenantId tenant)
    {
        lock (_mails)
        {
            return [.. _mails.Where(mail => mail.Tenant == tenant)];
        }
    }

    public Task AddAsync(TenantId tenant, MailMessage mail, CancellationToken cancellation) => throw new NotSupportedException();

    public Task AddAsync(OwnerMail mail, CancellationToken cancellation)
    {
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }

        lock (_mails)
        {
            if (_mails.All(known => known.Fact != mail.Fact))
            {
                _mails.Add(mail);
            }
        }

        return Task.CompletedTask;
    }
}
