namespace RelayKit.RateLimiting;

/// <summary>A tenant's limits.</summary>
/// <param name="Api">Cost points of its REST calls, but for minting tokens.</param>
/// <param name="Mint">Tokens that it mints, one point each.</param>
public sealed record RateLimitPolicy(RateLimit Api, RateLimit Mint);
