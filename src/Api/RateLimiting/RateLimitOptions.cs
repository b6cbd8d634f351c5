using System.ComponentModel.DataAnnotations;
using RelayKit.Limits;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Api.RateLimiting;

/// <summary>
/// How fast requests may come, where the operator has set nothing else for a tenant (<c>PUT /v1/operator/tenants/{tenant}/limits</c>).
/// Section <c>RelayKit:RateLimits</c>.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:RateLimits";

    private const int MostPerSecond = 1_000_000;
    private const int MostAtOnce = 10_000_000;

    /// <summary>Whether anything is limited. Default: true. False is for those who limit requests before they come here.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Cost points of a tenant a second: a read is 1, a write 3, an expensive start 10. Default: 60.</summary>
    [Range(1, MostPerSecond, ErrorMessage = "RelayKit__RateLimits__ApiPointsPerSecond has to be from 1 to 1000000.")]
    public int ApiPointsPerSecond { get; set; } = 60;

    /// <summary>Cost points of a tenant at once, after a rest. Default: 300.</summary>
    [Range(1, MostAtOnce, ErrorMessage = "RelayKit__RateLimits__ApiBurst has to be from 1 to 10000000.")]
    public int ApiBurst { get; set; } = 300;

    /// <summary>Join tokens of a tenant a second. Default: 100.</summary>
    [Range(1, MostPerSecond, ErrorMessage = "RelayKit__RateLimits__MintsPerSecond has to be from 1 to 1000000.")]
    public int MintsPerSecond { get; set; } = 100;

    /// <summary>Join tokens of a tenant at once, after a rest. Default: 300; three quarters of it are the largest batch that can be minted.</summary>
    [Range(1, MostAtOnce, ErrorMessage = "RelayKit__RateLimits__MintBurst has to be from 1 to 10000000.")]
    public int MintBurst { get; set; } = 300;

    /// <summary>Requests without a good key a second, from one address (IPv6: one /64), in each process. Default: 10.</summary>
    [Range(1, MostPerSecond, ErrorMessage = "RelayKit__RateLimits__UnauthenticatedPerSecond has to be from 1 to 1000000.")]
    public int UnauthenticatedPerSecond { get; set; } = 10;

    /// <summary>Requests without a good key at once, from one address, in each process. Default: 60.</summary>
    [Range(1, MostAtOnce, ErrorMessage = "RelayKit__RateLimits__UnauthenticatedBurst has to be from 1 to 10000000.")]
    public int UnauthenticatedBurst { get; set; } = 60;

    /// <summary>Addresses that a process remembers; beyond them the one that was seen longest ago is forgotten. Default: 10000, some 2 MB.</summary>
    [Range(1, 1_000_000, ErrorMessage = "RelayKit__RateLimits__Addresses has to be from 1 to 1000000.")]
    public int Addresses { get; set; } = 10_000;

    /// <summary>What one address may send without a good key.</summary>
    internal RateLimit Unauthenticated => new(UnauthenticatedPerSecond, UnauthenticatedBurst);

    /// <summary>The limits of a tenant for whom the operator has set these rates, or none, and who is slowed, or not.</summary>
    internal RateLimitPolicy PolicyOf(RateLimitSet? rates, Slowdown? slowdown = null)
    {
        var usual = new RateLimitSet(
            rates?.ApiPointsPerSecond ?? ApiPointsPerSecond, rates?.ApiBurst ?? ApiBurst, rates?.MintsPerSecond ?? MintsPerSecond, rates?.MintBurst ?? MintBurst);
        var held = slowdown?.Hold(usual) ?? usual;
        return new(
            new RateLimit(held.ApiPointsPerSecond!.Value, held.ApiBurst!.Value), new RateLimit(held.MintsPerSecond!.Value, held.MintBurst!.Value));
    }
}
