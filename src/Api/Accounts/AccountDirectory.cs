using RelayKit.Accounts;
using RelayKit.Tenants;

namespace RelayKit.Api.Accounts;

/// <summary>From what a provider says of somebody to the account, which is brought in line with it.</summary>
internal sealed class AccountDirectory(IIdentityProvider provider, IAccountStore accounts, ITenantStore tenants, TimeProvider time)
{
    /// <summary>The account; null where RelayKit has none of that subject, or another has the address.</summary>
    public async Task<Account?> FindAsync(Identity identity, CancellationToken cancellation)
    {
        if (await accounts.FindBySubjectAsync(provider.Name, identity.Subject, cancellation) is not { } account)
        {
            return null;
        }

        return account.Email.Equals(identity.Email) && (account.EmailVerifiedAt is not null || !identity.IsEmailVerified)
            ? account
            : await accounts.AlignAsync(account, identity.Email, identity.IsEmailVerified ? time.GetUtcNow() : null, cancellation);
    }

    /// <summary>An account with its tenant, as whoever is signed in sees them.</summary>
    public async Task<SignedInResponse> DescribeAsync(Account account, CancellationToken cancellation) => new(
        AccountResponse.Of(account),
        AccountTenantResponse.Of(await tenants.FindAsync(account.Tenant, cancellation) ?? throw new InvalidOperationException($"{account.Tenant} has accounts and is gone.")));
}
