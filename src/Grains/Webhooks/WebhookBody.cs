using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RelayKit.Events;
using RelayKit.Identifiers;

namespace RelayKit.Webhooks;

/// <summary>
/// What is sent of an event: <c>{id, sequence, type, created_at, timestamp, data}</c>, as the log shows it, and Standard Webhooks' <c>timestamp</c>, which
/// is when it happened. A test has the number 0. The same bytes with each try, unless an end user was erased in between.
/// </summary>
public static class WebhookBody
{
    /// <summary>The most bytes of a body.</summary>
    public const int MaxBytes = 20_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of an event of the log.</summary>
    public static byte[] Of(LoggedEvent one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var whole = Write(one, one.Data);
        return whole.Length < MaxBytes ? whole : Write(one, Trimmed(one));
    }

    /// <summary>The event that a test sends. Who knows endpoint and id knows all of it.</summary>
    public static LoggedEvent TestOf(Guid endpoint, Guid id, Mode mode) => new(
        id,
        0,
        WebhookTypes.Test,
        UuidVersion7.MillisecondsOf(id),
        $$"""{"mode":"{{mode.Word()}}","webhook_endpoint_id":"{{PublicId.Format(PublicId.WebhookEndpoint, endpoint)}}"}""")
    {
        Mode = mode,
    };

    /// <summary>What is left of data that is too large: where it can be read, and of which mode and room it is.</summary>
    private static string Trimmed(LoggedEvent one)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        if (one.Mode is { } mode)
        {
            json.WriteString("mode"u8, mode.Word());
        }

        if (one.Room is { } room)
        {
            json.WriteString("room"u8, room);
        }

        json.WriteBoolean("truncated"u8, true);
        json.WriteString("read_at"u8, $"/v1/events/{PublicId.Format(PublicId.Event, one.Id)}");
        json.WriteEndObject();
        json.Flush();
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static byte[] Write(LoggedEvent one, string data)
    {
        var buffer = new ArrayBufferWriter<byte>(320 + data.Length);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, PublicId.Format(PublicId.Event, one.Id));
        json.WriteNumber("sequence"u8, one.Sequence);
        json.WriteString("type"u8, one.Type);
        TenantEventData.WriteTime(json, "created_at"u8, one.CreatedAtMs);
        TenantEventData.WriteTime(json, "timestamp"u8, one.CreatedAtMs);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(data, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
