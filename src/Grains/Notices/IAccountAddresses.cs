using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.Notices;

/// <summary>Whom notices go to.</summary>
public interface IAccountAddresses
{
    /// <summary>Accounts of all tenants by their ids, from one on.</summary>
    /// <param name="after">Only those after this one; the empty UUID to begin.</param>
    /// <param name="limit">How many at most; fewer means that there are no more.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<AccountAddress>> ListAsync(Guid after, int limit, CancellationToken cancellation);
}

/// <summary>Somebody who has an account.</summary>
/// <param name="Tenant">The account's tenant.</param>
/// <param name="Account">The account's id.</param>
/// <param name="Address">Its e-mail address.</param>
public sealed record AccountAddress(TenantId Tenant, Guid Account, string Address)
{
    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => $"AccountAddress {{ {Account} }}";
}
