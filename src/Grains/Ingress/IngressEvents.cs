using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Ledger;

namespace RelayKit.Ingress;

/// <summary>What the tenant's log says of an ingress. The same fact has the same id, however often it is told.</summary>
internal static class IngressEvents
{
    /// <summary>It was made.</summary>
    public static EventRow Created(IngressRecord ingress) =>
        Of(TenantEventTypes.IngressCreated, ingress, ingress.CreatedAt.ToUnixTimeMilliseconds(), ingress.Key.Id.ToString(), stream: null);

    /// <summary>It was changed at an instant.</summary>
    public static EventRow Updated(IngressRecord ingress, DateTimeOffset at) =>
        Of(TenantEventTypes.IngressUpdated, ingress, at.ToUnixTimeMilliseconds(), $"{ingress.Key.Id}/{ingress.Version}", stream: null);

    /// <summary>It was deleted.</summary>
    public static EventRow Deleted(IngressRecord ingress) =>
        Of(TenantEventTypes.IngressDeleted, ingress, ingress.DeletedAt!.Value.ToUnixTimeMilliseconds(), ingress.Key.Id.ToString(), stream: null);

    /// <summary>A stream of it: that it began, and if it is over, that it ended.</summary>
    public static IEnumerable<EventRow> OfStream(IngressRecord ingress, IngressFact stream) => IngressFold.EventsOf(stream).Select(type => Of(
        type,
        ingress,
        type == TenantEventTypes.IngressEnded ? stream.EndedAtMs ?? stream.StartedAtMs!.Value : stream.StartedAtMs!.Value,
        $"{ingress.Key.Id}/{stream.StartedAtMs}",
        type == TenantEventTypes.IngressEnded ? stream : stream with { Status = IngressStatus.Publishing, EndedAtMs = null }));

    /// <summary>By when the stream began: of when one ended, two that tell of it may differ.</summary>
    private static EventRow Of(string type, IngressRecord ingress, long atMs, string subject, IngressFact? stream) => new(
        FactId.Of(stream?.StartedAtMs ?? atMs, type, ingress.Key.Tenant.Value, "", subject), type, atMs, TenantEventData.Ingress(ingress, stream));
}
