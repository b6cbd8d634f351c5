using Orleans.CodeGeneration;

namespace RelayKit.RateLimiting;

/// <summary>
/// The one true bucket of a limit; the key is one of <see cref="RateLimitKeys"/>. It lives in memory only, and leases points to the
/// processes that serve requests, so that it hears of them by the dozen and never one by one.
/// </summary>
[Version(InterfaceVersions.RateLimit)]
[Alias("RelayKit.IRateLimitGrain")]
public interface IRateLimitGrain : IGrainWithStringKey
{
    /// <summary>Takes in what a holder says of its part, and leases it more.</summary>
    /// <param name="request">The holder's whole state.</param>
    [ResponseTimeout("00:00:02")]
    [Alias("Renew")]
    Task<Lease> RenewAsync(LeaseRequest request);
}
