using System.Collections.Immutable;

namespace RelayKit.Billing;

/// <summary>Where the plans are that the operator has made by calls. <see cref="Plans"/> has those of configuration besides.</summary>
public interface IPlanStore
{
    /// <summary>All of them.</summary>
    Task<ImmutableArray<Plan>> ListAsync(CancellationToken cancellation);

    /// <summary>Keeps a plan, in the place of one of the same code. Tenants that have it go by the new terms, for the whole of the period that is open.</summary>
    Task SetAsync(Plan plan, CancellationToken cancellation);

    /// <summary>Removes a plan. False when there is none of that code.</summary>
    Task<bool> RemoveAsync(string code, CancellationToken cancellation);

    /// <summary>How many tenants have a plan as their own.</summary>
    Task<long> CountTenantsAsync(string code, CancellationToken cancellation);
}
