using RelayKit.Ingress;

namespace RelayKit.Events;

internal static partial class TenantEventData
{
    /// <summary>
    /// An ingress, and of the stream that it tells of when it began and ended. Neither stream key nor address of a sender is in it. Who the stream is in
    /// the room stands where it stands in every event, so that an erasure finds it.
    /// </summary>
    /// <param name="ingress">The ingress.</param>
    /// <param name="stream">What LiveKit said of a stream; null for what is of none.</param>
    public static string Ingress(IngressRecord ingress, IngressFact? stream)
    {
        var json = Begin();
        json.WriteString("room"u8, ingress.Room);
        json.WriteString("mode"u8, ingress.Key.Mode.Word());
        json.WriteStartObject("ingress"u8);
        json.WriteString("id"u8, ingress.Key.PublicId);
        json.WriteString("kind"u8, ingress.Kind.Word());
        if (stream?.StartedAtMs is { } startedAtMs)
        {
            WriteTime(json, "started_at"u8, startedAtMs);
        }

        if (stream is { IsActive: false, EndedAtMs: { } endedAtMs })
        {
            WriteTime(json, "ended_at"u8, endedAtMs);
        }

        if (stream is { IsActive: false })
        {
            json.WriteString("error"u8, stream.Error);
        }

        json.WriteEndObject();
        json.WriteStartObject("participant"u8);
        json.WriteString("identity"u8, ingress.Identity);
        json.WriteString("name"u8, ingress.Name ?? "");
        json.WriteEndObject();
        return End(json);
    }
}
