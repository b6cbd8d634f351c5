namespace RelayKit.Accounts;

/// <summary>Moves accounts from one provider to another.</summary>
public interface IAccountMoveStore
{
    /// <summary>Accounts that a provider keeps, of all tenants, in the order of their ids.</summary>
    /// <param name="provider">The provider's name.</param>
    /// <param name="after">The last account of the page before; null for the first page.</param>
    /// <param name="count">The most accounts of a page.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<PasswordRecord>> ListAsync(string provider, AccountId? after, int count, CancellationToken cancellation);

    /// <summary>Writes down who keeps an account's password from now on, if it still is whom the caller saw.</summary>
    /// <param name="seen">The account as the caller saw it.</param>
    /// <param name="provider">Who keeps its password now.</param>
    /// <param name="subject">What that provider calls it.</param>
    /// <param name="passwordHash">bcrypt's hash; null where RelayKit does not keep it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The account; null when it was moved meanwhile, is gone, or another account has the subject.</returns>
    Task<Account?> MoveAsync(Account seen, string provider, string subject, string? passwordHash, CancellationToken cancellation);
}
