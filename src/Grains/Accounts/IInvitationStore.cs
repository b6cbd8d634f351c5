using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Accounts;

/// <summary>Where invitations are stored.</summary>
public interface IInvitationStore
{
    /// <summary>Writes an invitation, with the mail that brings it, in place of an earlier one of the tenant to the same address; the same again changes nothing.</summary>
    /// <returns><see cref="ErrorCode.TooMany"/> when the tenant has as many accounts and invitations as it may have.</returns>
    Task<Result<Invitation>> AddAsync(Invitation invitation, byte[] hash, MailMessage mail, CancellationToken cancellation);

    /// <summary>Finds an invitation by the hash of its token, over all tenants; null when there is none.</summary>
    Task<Invitation?> FindAsync(byte[] hash, CancellationToken cancellation);

    /// <summary>The open invitations of a tenant, the newest first; some may have run out.</summary>
    Task<IReadOnlyList<Invitation>> ListAsync(TenantId tenant, CancellationToken cancellation);

    /// <summary>Takes an invitation back. False when there is none.</summary>
    Task<bool> RemoveAsync(TenantId tenant, Guid invitation, CancellationToken cancellation);

    /// <summary>
    /// Uses an invitation: it is gone and the account is there, both or neither. The same account again changes nothing.
    /// <see cref="ErrorCode.InvalidToken"/> when the invitation was used or taken back meanwhile, <see cref="ErrorCode.EmailTaken"/> when
    /// somebody has the address.
    /// </summary>
    Task<Result<Account>> AcceptAsync(Invitation invitation, Account account, string? passwordHash, CancellationToken cancellation);
}
