using RelayKit.Identifiers;
using RelayKit.Outbox;

namespace RelayKit.Api.Outbox;

/// <summary>A message that could not be sent.</summary>
/// <param name="Id"><c>msg_…</c>.</param>
/// <param name="Kind"><c>webhook</c>, <c>mail</c> or <c>meter</c>.</param>
/// <param name="Destination">Where it goes, as its kind names it.</param>
/// <param name="TenantId">Whose it is, <c>ten_…</c>.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="ParkedAt">Since when it is parked.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">What went wrong last.</param>
internal sealed record ParkedMessageResponse(
    string Id, string Kind, string Destination, string TenantId, DateTimeOffset CreatedAt, DateTimeOffset ParkedAt, int Attempts, string Error)
{
    public static ParkedMessageResponse Of(ParkedMessage parked) => new(
        PublicId.Format(PublicId.OutboxMessage, parked.Id),
        parked.Kind,
        parked.Destination,
        parked.Tenant.ToString(),
        parked.CreatedAt,
        parked.ParkedAt,
        parked.Attempts,
        parked.Error);
}
