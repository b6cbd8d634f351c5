namespace RelayKit.Billing;

/// <summary>A page on which a customer subscribes.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Url">Where it is.</param>
/// <param name="ExpiresAt">When it is gone.</param>
public sealed record ProviderCheckout(string Id, Uri Url, DateTimeOffset ExpiresAt);
