using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RelayKit.Identifiers;

namespace RelayKit.Events;

/// <summary>An event as tenants get it, the same wherever it goes: <c>{id, sequence, type, created_at, data}</c> on one line.</summary>
public static class LoggedEventJson
{
    /// <summary>Only what JSON demands is escaped; names in any script stay readable. The text never goes into HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event as UTF-8.</summary>
    public static byte[] Write(LoggedEvent one)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + one.Data.Length);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, PublicId.Format(PublicId.Event, one.Id));
        json.WriteNumber("sequence"u8, one.Sequence);
        json.WriteString("type"u8, one.Type);
        TenantEventData.WriteTime(json, "created_at"u8, one.CreatedAtMs);
        json.WritePropertyName("data"u8);

        // PostgreSQL wrote it, and it is JSON on one line.
        json.WriteRawValue(one.Data, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
