using RelayKit.RateLimiting;

namespace RelayKit.Api.RateLimiting;

/// <summary>Where points are leased.</summary>
internal interface ILeaseSource
{
    /// <summary>Says what is held of a limit, and leases more.</summary>
    /// <param name="key">The limit: one of <see cref="RateLimitKeys"/>.</param>
    /// <param name="request">The holder's whole state.</param>
    Task<Lease> RenewAsync(string key, LeaseRequest request);
}
