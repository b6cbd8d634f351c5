namespace RelayKit.Billing;

/// <summary>A provider's news that something changed. What changed is not taken from it but fetched: news come late, twice and in any order.</summary>
/// <param name="Id">The provider's id of the news.</param>
/// <param name="Type">The provider's name of its kind, such as <c>invoice.paid</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="ObjectId">The provider's id of what it is about.</param>
/// <param name="CreatedAt">When it happened, by the provider's clock.</param>
public sealed record ProviderEvent(string Id, string Type, ProviderEventSubject Subject, string ObjectId, DateTimeOffset CreatedAt);
