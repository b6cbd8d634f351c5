namespace RelayKit.Billing;

/// <summary>What one customer has used of a meter in one period, by two accounts.</summary>
/// <param name="AtProvider">What the provider has counted.</param>
/// <param name="KnownAccepted">What reports that the provider is known to have accepted add up to, without the one in question.</param>
/// <param name="ReadAt">When the provider was asked.</param>
public readonly record struct MeterSums(long AtProvider, long KnownAccepted, DateTimeOffset ReadAt);
