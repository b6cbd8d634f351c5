using System.Collections.Immutable;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Mail;

/// <summary>Takes events in, each once, and knows of no address.</summary>
internal sealed class SuppressionsInMemory : IMailSuppressionStore
{
    public List<MailEvent> Told { get; } = [];

    public Task<bool> TakeInAsync(MailEvent told, DateTimeOffset receivedAt, CancellationToken cancellation)
    {
        var isNew = Told.TrueForAll(known => known.Id != told.Id);
        if (isNew)
        {
            Told.Add(told);
        }

        return Task.FromResult(isNew);
    }

    public Task<MailSuppression?> FindAsync(EmailAddress email, CancellationToken cancellation) => Task.FromResult<MailSuppression?>(null);

    public Task<IReadOnlyList<MailSuppression>> ListAsync(TenantId tenant, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<MailSuppression>>([]);

    public Task<ImmutableArray<MailSuppression>> ListAsync(int limit, Guid? before, CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<MailSuppression>.Empty);

    public Task<bool> LiftAsync(Guid id, CancellationToken cancellation) => Task.FromResult(false);

    public Task<long> ForgetAsync(DateTimeOffset eventsBefore, CancellationToken cancellation) => Task.FromResult(0L);
}
