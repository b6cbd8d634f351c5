namespace RelayKit.Bandwidth;

/// <summary>What is known of a tenant's traffic.</summary>
/// <param name="Media">Bytes of media, estimated.</param>
/// <param name="MeasuredUntilMs">Up to when, Unix milliseconds.</param>
public sealed record TenantBandwidth(Traffic Media, long MeasuredUntilMs);
