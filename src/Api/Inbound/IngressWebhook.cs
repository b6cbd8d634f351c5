using RelayKit.Api.Cluster;
using RelayKit.Identifiers;
using RelayKit.Ingress;
using RelayKit.LiveKit;
using RelayKit.Rooms;

namespace RelayKit.Api.Inbound;

/// <summary>LiveKit's webhooks about ingress. Whose it is stands in the room's name, and which one in the ingress's: RelayKit named it by its own id.</summary>
internal sealed class IngressWebhook(GrainReferences<IIngressGrain> ingresses, GrainCalls calls)
{
    /// <summary>Hands the event to the ingress's grain.</summary>
    /// <param name="key">Which ingress it is about.</param>
    /// <param name="told">What LiveKit told.</param>
    /// <param name="within">How long the call is repeated where the cluster changes.</param>
    public ValueTask<IngestOutcome> TakeInAsync(IngressKey key, LiveKitWebhookEvent told, TimeSpan within) => calls.RepeatableAsync(
        ingresses.Get(key.ToString()), IngressFact.Of(told.Ingress!), static (ingress, fact, _) => ingress.IngestAsync(fact), within);

    /// <summary>The ingress that an event is about; null when it is about none of RelayKit's.</summary>
    public static IngressKey? KeyOf(LiveKitWebhookEvent told) =>
        told is { Type: LiveKitEventType.IngressStarted or LiveKitEventType.IngressEnded, Ingress: { } ingress }
        && PublicId.TryParse(PublicId.Ingress, ingress.Name, out var id)
        && LiveKitRoomName.TryParse(ingress.RoomName, out var room)
            ? new IngressKey(room.Room.Tenant, room.Room.Mode, id)
            : null;
}
