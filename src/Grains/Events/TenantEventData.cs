using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RelayKit.Identifiers;
using RelayKit.Rooms;
using RelayKit.Usage;

namespace RelayKit.Events;

/// <summary>
/// Writes the <c>data</c> of tenants' events: snake_case, ids with their prefixes, times in RFC 3339 with milliseconds.
/// </summary>
internal static class TenantEventData
{
    /// <summary>Only what JSON demands is escaped; names in any script stay readable. The text never goes into HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static string Room(RoomKey room, Guid sessionId, string roomSid, long startedAtMs, long? endedAtMs) =>
        Write(json =>
        {
            WriteRoom(json, room, sessionId, roomSid);
            json.WriteString("started_at", Rfc3339(startedAtMs));
            if (endedAtMs is { } ended)
            {
                json.WriteString("ended_at", Rfc3339(ended));
            }
        });

    public static string Participant(
        RoomKey room, Guid sessionId, string roomSid, Guid id, ParticipantFact who, ConnectedInterval connected, string? reason) =>
        Write(json =>
        {
            WriteRoom(json, room, sessionId, roomSid);
            json.WriteStartObject("participant");
            json.WriteString("id", PublicId.Format(PublicId.ParticipantSession, id));
            WriteIdentity(json, who.Sid, who.Identity);
            json.WriteString("name", who.Name);
            json.WriteString("kind", who.Class.Word());
            json.WriteString("joined_at", Rfc3339(connected.JoinedAtMs));
            if (connected.EndMs is { } left)
            {
                json.WriteString("left_at", Rfc3339(left));
                json.WriteNumber("duration_ms", left - connected.JoinedAtMs);
                json.WriteString("disconnect_reason", reason);
            }

            json.WriteEndObject();
        });

    public static string Track(RoomKey room, Guid sessionId, string roomSid, ParticipantFact who, TrackFact track) =>
        Write(json =>
        {
            WriteRoom(json, room, sessionId, roomSid);
            json.WriteStartObject("participant");
            WriteIdentity(json, who.Sid, who.Identity);
            json.WriteEndObject();
            json.WriteStartObject("track");
            json.WriteString("livekit_sid", track.Sid);
            json.WriteString("type", track.Type);
            json.WriteString("source", track.Source);
            json.WriteString("name", track.Name);
            json.WriteEndObject();
        });

    private static void WriteRoom(Utf8JsonWriter json, RoomKey room, Guid sessionId, string roomSid)
    {
        json.WriteString("room", room.Name);
        json.WriteString("mode", room.Mode.Word());
        json.WriteString("session_id", PublicId.Format(PublicId.Session, sessionId));
        json.WriteString("livekit_room_sid", roomSid);
    }

    private static void WriteIdentity(Utf8JsonWriter json, string sid, string identity)
    {
        json.WriteString("livekit_sid", sid);
        json.WriteString("identity", identity);
    }

    private static string Rfc3339(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(512);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
