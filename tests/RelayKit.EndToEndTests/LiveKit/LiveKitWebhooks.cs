using System.Globalization;
using System.Text.Json.Nodes;

namespace RelayKit.EndToEndTests.LiveKit;

/// <summary>One life of a room in LiveKit.</summary>
public sealed record RoomLife(string Name, string Sid, long CreatedAtMs);

/// <summary>One connection of one identity.</summary>
/// <param name="Sid">LiveKit's sid of the connection.</param>
/// <param name="Identity">Who.</param>
/// <param name="JoinedAtMs">When, Unix milliseconds.</param>
/// <param name="Kind">LiveKit's name of the kind; null for STANDARD, which protojson leaves out.</param>
/// <param name="Name">The display name; null for one made from the identity.</param>
public sealed record Connection(string Sid, string Identity, long JoinedAtMs, string? Kind = null, string? Name = null)
{
    public static Connection At(long joinedAtMs, string identity, string? kind = null) =>
        new(LiveKitSid.Participant(), identity, joinedAtMs, kind);
}

/// <summary>The bodies of LiveKit's webhooks: protojson, 64-bit numbers as text, defaults left out, times of events in seconds.</summary>
public static class LiveKitWebhooks
{
    public static string RoomStarted(RoomLife room) =>
        Write("room_started", room.CreatedAtMs, ("room", Full(room)));

    public static string RoomFinished(RoomLife room, long atMs) =>
        Write("room_finished", atMs, ("room", Full(room)));

    public static string ParticipantJoined(RoomLife room, Connection who) =>
        Write("participant_joined", who.JoinedAtMs, ("room", Full(room)), ("participant", Full(who, "ACTIVE")));

    public static string ParticipantLeft(RoomLife room, Connection who, long atMs, string reason = "CLIENT_INITIATED")
    {
        var participant = Full(who, "DISCONNECTED");
        participant["disconnectReason"] = reason;
        return Write("participant_left", atMs, ("room", Full(room)), ("participant", participant));
    }

    public static string ConnectionAborted(RoomLife room, Connection who, long atMs) =>
        Write("participant_connection_aborted", atMs, ("room", Full(room)), ("participant", Full(who, "DISCONNECTED")));

    public static string TrackPublished(RoomLife room, Connection who, string trackSid, long atMs) => Write(
        "track_published",
        atMs,
        ("room", new JsonObject { ["sid"] = room.Sid, ["name"] = room.Name }),
        ("participant", new JsonObject { ["sid"] = who.Sid, ["identity"] = who.Identity }),
        ("track", new JsonObject { ["sid"] = trackSid, ["type"] = "VIDEO", ["source"] = "CAMERA", ["name"] = "face" }));

    public static string Write(string name, long atMs, params (string Name, JsonNode Value)[] parts)
    {
        var body = new JsonObject { ["event"] = name };
        foreach (var (part, value) in parts)
        {
            body[part] = value;
        }

        body["id"] = LiveKitSid.Event();
        body["createdAt"] = Text(atMs / 1000);
        return body.ToJsonString();
    }

    public static JsonObject Full(RoomLife room) => new()
    {
        ["sid"] = room.Sid,
        ["name"] = room.Name,
        ["emptyTimeout"] = 300,
        ["departureTimeout"] = 20,
        ["creationTime"] = Text(room.CreatedAtMs / 1000),
        ["creationTimeMs"] = Text(room.CreatedAtMs),
        ["turnPassword"] = "never-kept",
        ["enabledCodecs"] = new JsonArray(new JsonObject { ["mime"] = "audio/opus" }),
    };

    public static JsonObject Full(Connection who, string state)
    {
        var participant = new JsonObject
        {
            ["sid"] = who.Sid,
            ["identity"] = who.Identity,
            ["state"] = state,
            ["joinedAt"] = Text(who.JoinedAtMs / 1000),
            ["joinedAtMs"] = Text(who.JoinedAtMs),
            ["name"] = who.Name ?? $"The {who.Identity}",
            ["version"] = 2,
            ["permission"] = new JsonObject { ["canSubscribe"] = true, ["canPublish"] = true },
            ["isPublisher"] = true,
        };
        if (who.Kind is not null)
        {
            participant["kind"] = who.Kind;
        }

        return participant;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
