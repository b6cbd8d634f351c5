namespace RelayKit.Billing;

/// <summary>News about one thing, taken by one process for a while: fetched once, they are all done.</summary>
/// <param name="Lease">Names the claim; who has lost it can complete nothing.</param>
/// <param name="Subject">What they are about.</param>
/// <param name="ObjectId">The provider's id of it.</param>
/// <param name="Attempts">How often the one that was tried most was tried, this time included.</param>
/// <param name="FirstReceivedAt">When the first of them came.</param>
public sealed record ClaimedProviderEvents(
    Guid Lease, ProviderEventSubject Subject, string ObjectId, int Attempts, DateTimeOffset FirstReceivedAt);
