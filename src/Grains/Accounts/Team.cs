namespace RelayKit.Accounts;

/// <summary>Who is in a tenant, and what may become of them. A tenant that has an owner always keeps one.</summary>
/// <param name="Accounts">All accounts of the tenant.</param>
public sealed record Team(IReadOnlyList<Account> Accounts)
{
    /// <summary>The most accounts and open invitations of a tenant.</summary>
    public const int MaxSize = 200;

    /// <summary>The account with another role.</summary>
    public Result<Account> ChangeRole(AccountId id, AccountRole role)
    {
        if (Find(id) is not { } account)
        {
            return NotFound();
        }

        return role != AccountRole.Owner && IsLastOwner(account)
            ? new Error(ErrorCode.LastOwner, "It is the tenant's only owner. Make another account an owner first.")
            : account with { Role = role };
    }

    /// <summary>The account that is to be removed.</summary>
    public Result<Account> Remove(AccountId id)
    {
        if (Find(id) is not { } account)
        {
            return NotFound();
        }

        return IsLastOwner(account)
            ? new Error(ErrorCode.LastOwner, "It is the tenant's only owner. Make another account an owner first, or delete the tenant.")
            : account;
    }

    private bool IsLastOwner(Account account) =>
        account.Role == AccountRole.Owner && !Accounts.Any(other => other.Role == AccountRole.Owner && other.Id != account.Id);

    private Account? Find(AccountId id) => Accounts.FirstOrDefault(account => account.Id == id);

    private static Error NotFound() => new(ErrorCode.AccountNotFound, "The tenant has no such account. List them with GET /v1/accounts.");
}
