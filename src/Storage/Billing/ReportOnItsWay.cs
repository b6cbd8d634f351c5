using RelayKit.Billing;

namespace RelayKit.Storage.Billing;

/// <summary>A report that is to be sent, with all that decides how.</summary>
/// <param name="Facts">What is known of it.</param>
/// <param name="IsSettled">Whether it was taken, or refused for good.</param>
/// <param name="Cancels">The report that it has forgotten; null where it is an event of its own.</param>
/// <param name="CustomerId">The provider's id of whose it is; null where the tenant is no customer.</param>
/// <param name="KnownAccepted">What other reports of its period that were taken come to.</param>
/// <param name="OthersUnknown">How many others of its period there are of which nobody knows.</param>
internal sealed record ReportOnItsWay(
    MeterReportFacts Facts, bool IsSettled, int? Cancels, string? CustomerId, long KnownAccepted, long OthersUnknown);
