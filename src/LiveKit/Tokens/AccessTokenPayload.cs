using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;

namespace RelayKit.LiveKit;

/// <summary>The claims of an access token as LiveKit's SDKs write them: what is empty, false or null is not there.</summary>
internal static class AccessTokenPayload
{
    // The text goes through base64url, never into HTML, so only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(string apiKey, AccessTokenRequest request, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteRegistered(json, apiKey, request, now.ToUnixTimeSeconds());
            WriteParticipant(json, request);
            WriteGrants(json, request);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteRegistered(Utf8JsonWriter json, string apiKey, AccessTokenRequest request, long now)
    {
        json.WriteString("iss", apiKey);
        json.WriteGiven("sub", request.Identity);
        json.WriteNumber("iat", now);
        json.WriteNumber("nbf", request.NotBefore?.ToUnixTimeSeconds() ?? now);
        json.WriteNumber("exp", now + (long)Math.Ceiling(request.Ttl.TotalSeconds));
    }

    private static void WriteParticipant(Utf8JsonWriter json, AccessTokenRequest request)
    {
        json.WriteGiven("name", request.Name);
        json.WriteGiven("kind", request.Kind == ParticipantKind.Standard ? null : request.Kind.ToString().ToLowerInvariant());
        json.WriteGiven("kindDetails", request.KindDetails);
        json.WriteGiven("metadata", request.Metadata);
        json.WriteGiven("attributes", request.Attributes);
        json.WriteGiven("sha256", request.Sha256);
        json.WriteGiven("roomPreset", request.RoomPreset);
        if (request.RoomConfig is { } configuration)
        {
            json.WritePropertyName("roomConfig");
            json.WriteRawValue(JsonFormatter.Default.Format(ToWire.RoomConfiguration(configuration)));
        }
    }

    private static void WriteGrants(Utf8JsonWriter json, AccessTokenRequest request)
    {
        if (request.Video is { } video)
        {
            VideoGrantJson.Write(json, video);
        }

        if (request.Sip is { } sip)
        {
            json.WriteFlags("sip", ("admin", sip.Admin), ("call", sip.Call));
        }

        if (request.Agent is { } agent)
        {
            json.WriteFlags(
                "agent", ("admin", agent.Admin), ("simulationAdmin", agent.SimulationAdmin), ("databaseAdmin", agent.DatabaseAdmin));
        }

        if (request.Inference is { } inference)
        {
            json.WriteFlags("inference", ("perform", inference.Perform));
        }

        if (request.Observability is { } observability)
        {
            json.WriteFlags("observability", ("write", observability.Write));
        }
    }
}
