using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.Identifiers;
using RelayKit.Ledger;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.Events;

/// <summary>
/// Writes the <c>data</c> of tenants' events: snake_case, ids with their prefixes, times in RFC 3339 with milliseconds.
/// </summary>
internal static partial class TenantEventData
{
    /// <summary>Only what JSON demands is escaped; names in any script stay readable. The text never goes into HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int Rfc3339Length = 24;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static string Room(RoomKey room, Guid sessionId, string roomSid, long startedAtMs, long? endedAtMs)
    {
        var json = Begin(room, sessionId, roomSid);
        WriteTime(json, "started_at"u8, startedAtMs);
        if (endedAtMs is { } ended)
        {
            WriteTime(json, "ended_at"u8, ended);
        }

        return End(json);
    }

    public static string Participant(
        RoomKey room, Guid sessionId, string roomSid, Guid id, ParticipantFact who, ConnectedInterval connected, string? reason)
    {
        var json = Begin(room, sessionId, roomSid);
        json.WriteStartObject("participant"u8);
        json.WriteString("id"u8, PublicId.Format(PublicId.ParticipantSession, id));
        WriteIdentity(json, who.Sid, who.Identity);
        json.WriteString("name"u8, who.Name);
        json.WriteString("kind"u8, who.Class.Word());
        WriteTime(json, "joined_at"u8, connected.JoinedAtMs);
        if (connected.EndMs is { } left)
        {
            WriteTime(json, "left_at"u8, left);
            json.WriteNumber("duration_ms"u8, left - connected.JoinedAtMs);
            json.WriteString("disconnect_reason"u8, reason);
        }

        json.WriteEndObject();
        return End(json);
    }

    public static string Track(RoomKey room, Guid sessionId, string roomSid, ParticipantFact who, TrackFact track)
    {
        var json = Begin(room, sessionId, roomSid);
        json.WriteStartObject("participant"u8);
        WriteIdentity(json, who.Sid, who.Identity);
        json.WriteEndObject();
        json.WriteStartObject("track"u8);
        json.WriteString("livekit_sid"u8, track.Sid);
        json.WriteString("type"u8, track.Type);
        json.WriteString("source"u8, track.Source);
        json.WriteString("name"u8, track.Name);
        json.WriteEndObject();
        return End(json);
    }

    /// <summary>A session that a rule ends.</summary>
    public static string Ending(RoomKey room, SessionRow session, string rule)
    {
        var json = Begin(room, session.Id, session.LiveKitSid);
        WriteTime(json, "started_at"u8, session.StartedAtMs);
        json.WriteString("rule"u8, rule);
        return End(json);
    }

    /// <summary>A tenant that was suspended.</summary>
    public static string Suspended(Suspension suspension)
    {
        var json = Begin();
        json.WriteString("reason"u8, suspension.Reason);
        if (suspension.SessionsEndAt is { } endAt)
        {
            WriteTime(json, "sessions_end_at"u8, endAt.ToUnixTimeMilliseconds());
        }

        return End(json);
    }

    /// <summary>A tenant whose rates are lower for some time.</summary>
    public static string Slowed(Slowdown slowdown)
    {
        var json = Begin();
        json.WriteString("reason"u8, slowdown.Reason);
        WriteTime(json, "ends_at"u8, slowdown.Until.ToUnixTimeMilliseconds());
        return End(json);
    }

    /// <summary>A tenant that goes on.</summary>
    public static string Resumed() => End(Begin());

    /// <summary>An API key that was made, or with a revocation one that has ended. No secret is in it.</summary>
    public static string ApiKey(ApiKey key, ApiKeyCaller? by, ApiKeyRevocation? revocation)
    {
        var json = Begin();
        json.WriteString("mode"u8, key.Mode.Word());
        json.WriteStartObject("api_key"u8);
        json.WriteString("id"u8, PublicId.Format(PublicId.ApiKey, key.Id));
        json.WriteString("name"u8, key.Name);
        json.WriteString("kind"u8, key.Kind.Word());
        json.WriteString("prefix"u8, key.Prefix);
        json.WriteString("last_four"u8, key.LastFour);
        json.WriteStartArray("scopes"u8);
        foreach (var scope in key.Scopes.ToList())
        {
            json.WriteStringValue(scope.Word());
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (by is { Key: { } byKey })
        {
            json.WriteString("by"u8, PublicId.Format(PublicId.ApiKey, byKey));
        }
        else if (by is { Account: { } account })
        {
            json.WriteString("by"u8, PublicId.Format(PublicId.Account, account));
        }

        if (revocation is not null)
        {
            json.WriteString("reason"u8, revocation.Reason);
            if (revocation.FoundAt is { } foundAt)
            {
                json.WriteString("found_at"u8, foundAt);
            }
        }

        return End(json);
    }

    /// <summary>Somebody who was removed.</summary>
    public static string Removed(
        RoomKey room, SessionRow session, LiveParticipant who, ParticipantRemoval removal, string by, DateTimeOffset? bannedUntil)
    {
        var json = Begin(room, session.Id, session.LiveKitSid);
        json.WriteStartObject("participant"u8);
        json.WriteString("id"u8, PublicId.Format(PublicId.ParticipantSession, who.Id));
        WriteIdentity(json, who.LiveKitSid, who.Identity);
        json.WriteString("name"u8, who.Name);
        json.WriteEndObject();
        json.WriteString("by"u8, by);
        json.WriteString("reason"u8, removal.Reason);
        json.WriteString("message"u8, removal.Message);
        if (bannedUntil is { } until)
        {
            WriteTime(json, "banned_until"u8, until.ToUnixTimeMilliseconds());
        }

        return End(json);
    }

    /// <summary>A budget that has come to a threshold.</summary>
    public static string Budget(RoomKey room, BudgetCrossing crossing, LimitScope scope, string subject)
    {
        var json = Begin();
        json.WriteString("mode"u8, room.Mode.Word());
        json.WriteString("scope"u8, scope switch
        {
            LimitScope.Label => "label",
            LimitScope.Room => "room",
            LimitScope.Session => "session",
            _ => "tenant",
        });
        switch (scope)
        {
            case LimitScope.Label:
                json.WriteString("label"u8, subject);
                break;
            case LimitScope.Room:
                json.WriteString("room"u8, room.Name);
                break;
            case LimitScope.Session:
                json.WriteString("room"u8, room.Name);
                json.WriteString("livekit_room_sid"u8, subject);
                break;
        }

        json.WriteNumber("percent"u8, crossing.Percent);
        json.WriteNumber("budget_minutes"u8, crossing.Budget.Minutes);
        json.WriteString("action"u8, crossing.Budget.Action switch
        {
            BudgetAction.NoNewJoins => "no_new_joins",
            BudgetAction.End => "end",
            _ => "alert",
        });
        WriteTime(json, "reached_at"u8, crossing.AtMs);
        if (crossing.EndsAtMs is { } endsAtMs)
        {
            WriteTime(json, "ends_at"u8, endsAtMs);
        }

        return End(json);
    }

    private static void WriteIdentity(Utf8JsonWriter json, string sid, string identity)
    {
        json.WriteString("livekit_sid"u8, sid);
        json.WriteString("identity"u8, identity);
    }

    internal static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> property, long unixMilliseconds)
    {
        // The sortable format is the one that .NET writes without parsing a pattern; it lacks only the milliseconds.
        Span<char> text = stackalloc char[Rfc3339Length];
        var at = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime;
        at.TryFormat(text, out var written, "s", CultureInfo.InvariantCulture);
        text[written++] = '.';
        at.Millisecond.TryFormat(text[written..], out var digits, "000", CultureInfo.InvariantCulture);
        text[written + digits] = 'Z';
        json.WriteString(property, text);
    }

    private static Utf8JsonWriter Begin(RoomKey room, Guid sessionId, string roomSid)
    {
        var json = Begin();
        json.WriteString("room"u8, room.Name);
        json.WriteString("mode"u8, room.Mode.Word());
        json.WriteString("session_id"u8, PublicId.Format(PublicId.Session, sessionId));
        json.WriteString("livekit_room_sid"u8, roomSid);
        return json;
    }

    private static Utf8JsonWriter Begin()
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(512);
        buffer.ResetWrittenCount();
        var json = _writer ??= new Utf8JsonWriter(buffer, Options);
        json.Reset();
        json.WriteStartObject();
        return json;
    }

    private static string End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(_buffer!.WrittenSpan);
    }
}
