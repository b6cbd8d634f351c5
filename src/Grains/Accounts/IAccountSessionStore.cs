using RelayKit.Tenants;

namespace RelayKit.Accounts;

/// <summary>Where sessions are stored.</summary>
public interface IAccountSessionStore
{
    /// <summary>Writes a session; the same again changes nothing.</summary>
    Task AddAsync(AccountSession session, byte[] hash, CancellationToken cancellation);

    /// <summary>Finds a session with its account by the hash of its token, over all tenants; null when there is none.</summary>
    Task<SignedIn?> FindAsync(byte[] hash, CancellationToken cancellation);

    /// <summary>The sessions of an account, the newest first; some may have run out.</summary>
    Task<IReadOnlyList<AccountSession>> ListAsync(TenantId tenant, AccountId account, CancellationToken cancellation);

    /// <summary>Writes down that a session was used, unless that was done within <see cref="AccountSession.TouchPeriod"/>.</summary>
    Task TouchAsync(AccountSession used, CancellationToken cancellation);

    /// <summary>Ends a session of an account. False when there is none.</summary>
    Task<bool> EndAsync(TenantId tenant, AccountId account, Guid session, CancellationToken cancellation);

    /// <summary>
    /// Ends all sessions of an account but one; all, where that is null. Writes <see cref="Account.SignedOutAt"/> down, which ends what a provider's own
    /// tokens have begun.
    /// </summary>
    Task EndAllAsync(TenantId tenant, AccountId account, Guid? but, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>A session and who it is.</summary>
/// <param name="Session">The session.</param>
/// <param name="Account">The account, as it is now.</param>
public sealed record SignedIn(AccountSession Session, Account Account);
