using System.Text.Json;
using RelayKit.Identifiers;
using RelayKit.Recordings;

namespace RelayKit.Events;

/// <summary>What is told of recordings and streams: the same members as the API shows, no more.</summary>
internal static partial class TenantEventData
{
    public static string Recording(Recording recording)
    {
        var json = Begin();
        json.WriteString("mode"u8, recording.Key.Mode.Word());
        json.WriteString("room"u8, recording.Source.Room?.Room.Name);
        if (recording.Source.Session is { } session)
        {
            json.WriteString("session_id"u8, PublicId.Format(PublicId.Session, session));
        }
        else
        {
            json.WriteNull("session_id"u8);
        }

        json.WriteStartObject(recording.Purpose == RecordingPurpose.Recording ? "recording"u8 : "stream"u8);
        json.WriteString("id"u8, recording.PublicId);
        json.WriteString("kind"u8, recording.Source.Kind.Word());
        json.WriteString("status"u8, recording.Status.Word());
        json.WriteBoolean("automatic"u8, recording.IsAutomatic);
        WriteTime(json, "requested_at"u8, recording.RequestedAt.ToUnixTimeMilliseconds());
        WriteFact(json, recording.Fact);
        if (recording.Place is { } place)
        {
            json.WriteString("bucket"u8, place.Bucket);
            json.WriteString("key"u8, place.Key);
            json.WriteString("file"u8, recording.File.Word());
            json.WriteString("file_error"u8, recording.FileError);
            json.WriteString("sha256"u8, recording.Sha256);
        }

        WriteOutputs(json, recording);
        json.WriteEndObject();
        return End(json);
    }

    private static void WriteFact(Utf8JsonWriter json, EgressFact? fact)
    {
        if (fact?.StartedAtMs is { } started)
        {
            WriteTime(json, "started_at"u8, started);
        }

        if (fact?.EndedAtMs is { } ended)
        {
            WriteTime(json, "ended_at"u8, ended);
        }

        if (fact?.DurationMs is { } duration)
        {
            json.WriteNumber("duration_ms"u8, duration);
        }

        if (fact?.SizeBytes is { } size)
        {
            json.WriteNumber("size_bytes"u8, size);
        }

        json.WriteString("error"u8, fact?.Error);
        json.WriteBoolean("presumed"u8, fact?.IsPresumed ?? false);
    }

    private static void WriteOutputs(Utf8JsonWriter json, Recording recording)
    {
        if (recording.Purpose != RecordingPurpose.Stream)
        {
            return;
        }

        json.WriteStartArray("outputs"u8);
        foreach (var output in recording.Outputs)
        {
            json.WriteStartObject();
            json.WriteString("url"u8, output.Url);
            json.WriteString("status"u8, output.Status);
            json.WriteString("error"u8, output.Error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
