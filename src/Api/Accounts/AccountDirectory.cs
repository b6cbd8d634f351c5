using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Api.Accounts;

/// <summary>From what a provider says of somebody to the account, which is brought in line with it.</summary>
internal sealed class AccountDirectory(
    IIdentityProvider provider, IAccountStore accounts, IAccountMoveStore moves, ITenantStore tenants, IMailSuppressionStore suppressions, TimeProvider time)
{
    /// <summary>The account; null where RelayKit has none of that subject and none that may be linked to it, or another has the address.</summary>
    public async Task<Account?> FindAsync(Identity identity, CancellationToken cancellation)
    {
        if ((await accounts.FindBySubjectAsync(provider.Name, identity.Subject, cancellation) ?? await LinkAsync(identity, cancellation)) is not { } account)
        {
            return null;
        }

        return account.Email.Equals(identity.Email) && (account.EmailVerifiedAt is not null || !identity.IsEmailVerified)
            ? account
            : await accounts.AlignAsync(account, identity.Email, identity.IsEmailVerified ? time.GetUtcNow() : null, cancellation);
    }

    /// <summary>An account with its tenant, as whoever is signed in sees them.</summary>
    public async Task<SignedInResponse> DescribeAsync(Account account, CancellationToken cancellation) => new(
        AccountResponse.Of(account, await suppressions.FindAsync(account.Email, cancellation)),
        AccountTenantResponse.Of(await tenants.FindAsync(account.Tenant, cancellation) ?? throw new InvalidOperationException($"{account.Tenant} has accounts and is gone.")));

    /// <summary>
    /// An account that another provider has kept so far becomes this one's, once, by its address. Both sides have to have seen mail arrive there: else
    /// whoever signed up with somebody else's address would get hold of what that person makes, or that person of what they made.
    /// </summary>
    private async Task<Account?> LinkAsync(Identity identity, CancellationToken cancellation) =>
        identity.IsEmailVerified
        && await accounts.FindByEmailAsync(identity.Email, cancellation) is { Account: { EmailVerifiedAt: not null } account }
        && account.Provider != provider.Name
            ? await moves.MoveAsync(account, provider.Name, identity.Subject, null, cancellation)
            : null;
}
