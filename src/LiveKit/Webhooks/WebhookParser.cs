using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace RelayKit.LiveKit;

/// <summary>
/// Reads the body of a webhook, which is protobuf's JSON. Fields and enum names that a newer LiveKit adds are skipped; an unknown
/// enum name leaves the enum's zero value.
/// </summary>
public static class WebhookParser
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

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

        var createdAt = WireTime.Instant(0, wire.CreatedAt ?? 0);
        reason =
            string.IsNullOrEmpty(wire.Id) ? "It has no id." :
            string.IsNullOrEmpty(wire.Event) ? "It has no event." :
            createdAt is null ? "It has no createdAt, or one beyond any date." :
            null;
        webhookEvent = reason is null ? Event(wire, wire.Id!, wire.Event!, createdAt!.Value) : null;
        return webhookEvent is not null;
    }

    private static bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out WebhookJson? wire, [NotNullWhen(false)] out string? reason)
    {
        wire = null;
        reason = null;
        if (!Utf8.IsValid(body))
        {
            reason = "It is not UTF-8.";
            return false;
        }

        try
        {
            wire = JsonSerializer.Deserialize(body, WebhookJsonContext.Default.WebhookJson);
        }
        catch (JsonException)
        {
            // Either it is not JSON or its values are wrong; the exception does not tell which.
        }

        reason =
            wire is not null ? null :
            IsJson(body) ? "It is JSON, but not a webhook event: a value has the wrong type." :
            "It is not JSON.";
        return wire is not null;
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, AnyDepth);
        try
        {
            while (reader.Read())
            {
                // What it says does not matter, only that it can be read.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static LiveKitWebhookEvent Event(WebhookJson wire, string id, string name, DateTimeOffset createdAt) => new()
    {
        Id = id,
        Name = name,
        Type = TypeOf(name),
        CreatedAt = createdAt,
        Room = wire.Room is { } room ? FromJson.Room(room) : null,
        Participant = wire.Participant is { } participant ? FromJson.Participant(participant) : null,
        Track = wire.Track is { } track ? FromJson.Track(track) : null,
        Egress = wire.EgressInfo is { } egress ? FromJson.Egress(egress) : null,
        Ingress = wire.IngressInfo is { } ingress ? FromJson.Ingress(ingress) : null,
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
