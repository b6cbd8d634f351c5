using System.Collections.Immutable;
using RelayKit.Accounts;
using RelayKit.Tenants;

namespace RelayKit.Mail;

/// <summary>Where it is kept to which addresses mail has stopped. An address is account data: it is forgotten once no account and no invitation has it.</summary>
public interface IMailSuppressionStore
{
    /// <summary>
    /// Takes in what the provider tells. Of one event it is done once, so that an old event that comes again does not undo what the operator has lifted
    /// meanwhile. An address that has stopped already stays as it is, and one that no account and no invitation has is not kept.
    /// </summary>
    /// <param name="told">What the provider tells.</param>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>False when the event had come before.</returns>
    Task<bool> TakeInAsync(MailEvent told, DateTimeOffset receivedAt, CancellationToken cancellation);

    /// <summary>Why mail to an address has stopped, whichever tenant's mail it was; null where it has not.</summary>
    Task<MailSuppression?> FindAsync(EmailAddress email, CancellationToken cancellation);

    /// <summary>All that a tenant's mail was stopped to.</summary>
    Task<IReadOnlyList<MailSuppression>> ListAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>A page over all tenants, the newest first.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="before">Only those before this one; null to begin with the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<MailSuppression>> ListAsync(int limit, Guid? before, CancellationToken cancellation);

    /// <summary>Lets mail go to an address again. False when there is no such suppression.</summary>
    Task<bool> LiftAsync(Guid id, CancellationToken cancellation);

    /// <summary>Forgets addresses that no account and no invitation has any more, and events that came before an instant.</summary>
    /// <returns>How many rows are gone.</returns>
    Task<long> ForgetAsync(DateTimeOffset eventsBefore, CancellationToken cancellation);
}
