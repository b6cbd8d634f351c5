using System.Diagnostics.CodeAnalysis;
using System.Text;
using Google.Protobuf;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>
/// Reads the body of a webhook, which is protobuf's JSON. Fields and enum names that a newer LiveKit adds are skipped; an unknown
/// enum name leaves the enum's zero value.
/// </summary>
public static class WebhookParser
{
    // LiveKit's deepest message, a room recording's output with its storage and proxy, is 7 deep. What is skipped is not counted:
    // the library does not recurse into it.
    private const int MaxDepth = 16;

    private static readonly JsonParser Parser = new(new JsonParser.Settings(MaxDepth).WithIgnoreUnknownFields(true));
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads an event. False, with a reason for the log that quotes nothing of the body, when it is not UTF-8, not JSON,
    /// of the wrong types, or without what every event of LiveKit has: <c>id</c>, <c>event</c> and <c>createdAt</c>.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out LiveKitWebhookEvent? webhookEvent,
        [NotNullWhen(false)] out string? reason)
    {
        webhookEvent = null;
        if (!TryRead(body, out var wire, out reason))
        {
            return false;
        }

        var createdAt = WireTime.Instant(0, wire.CreatedAt);
        reason =
            wire.Id.Length == 0 ? "It has no id." :
            wire.Event.Length == 0 ? "It has no event." :
            createdAt is null ? "It has no createdAt, or one beyond any date." :
            null;
        webhookEvent = reason is null ? Event(wire, createdAt!.Value) : null;
        return webhookEvent is not null;
    }

    private static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out Wire.WebhookEvent? wire, [NotNullWhen(false)] out string? reason)
    {
        wire = null;
        reason = null;
        try
        {
            wire = Parser.Parse<Wire.WebhookEvent>(StrictUtf8.GetString(body));
            return true;
        }
        catch (DecoderFallbackException)
        {
            reason = "It is not UTF-8.";
        }
        catch (InvalidJsonException)
        {
            reason = "It is not JSON.";
        }
        catch (InvalidProtocolBufferException)
        {
            reason = "It is JSON, but not a webhook event: a value has the wrong type.";
        }

        return false;
    }

    private static LiveKitWebhookEvent Event(Wire.WebhookEvent wire, DateTimeOffset createdAt) => new()
    {
        Id = wire.Id,
        Name = wire.Event,
        Type = TypeOf(wire.Event),
        CreatedAt = createdAt,
        Room = wire.Room is { } room ? FromWire.Room(room) : null,
        Participant = wire.Participant is { } participant ? FromWire.Participant(participant) : null,
        Track = wire.Track is { } track ? FromWire.Track(track) : null,
        Egress = wire.EgressInfo is { } egress
            ? new LiveKitEgress(egress.EgressId, egress.RoomId, egress.RoomName, (EgressStatus)egress.Status)
            : null,
        Ingress = wire.IngressInfo is { } ingress
            ? new LiveKitIngress(ingress.IngressId, ingress.RoomName, (IngressState)(ingress.State?.Status ?? 0))
            : null,
    };

    private static LiveKitEventType TypeOf(string name) => name switch
    {
        "room_started" => LiveKitEventType.RoomStarted,
        "room_finished" => LiveKitEventType.RoomFinished,
        "participant_joined" => LiveKitEventType.ParticipantJoined,
        "participant_left" => LiveKitEventType.ParticipantLeft,
        "participant_connection_aborted" => LiveKitEventType.ParticipantConnectionAborted,
        "track_published" => LiveKitEventType.TrackPublished,
        "track_unpublished" => LiveKitEventType.TrackUnpublished,
        "egress_started" => LiveKitEventType.EgressStarted,
        "egress_updated" => LiveKitEventType.EgressUpdated,
        "egress_ended" => LiveKitEventType.EgressEnded,
        "ingress_started" => LiveKitEventType.IngressStarted,
        "ingress_ended" => LiveKitEventType.IngressEnded,
        _ => LiveKitEventType.Unknown,
    };
}
