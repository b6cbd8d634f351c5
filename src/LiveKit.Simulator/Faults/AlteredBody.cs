using System.Text.Json.Nodes;

namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>A webhook's body as another LiveKit might write it; the facts in it stay as they are.</summary>
internal static class AlteredBody
{
    /// <summary>Fields that no version has, in the event, its room, its participant and its track.</summary>
    public static string WithUnknownFields(string body)
    {
        var webhook = Parse(body);
        foreach (var part in new[] { webhook, webhook["room"], webhook["participant"], webhook["track"] }.OfType<JsonObject>())
        {
            part["fieldOfTomorrow"] = new JsonObject { ["list"] = new JsonArray(1, "two", null), ["text"] = "…" };
        }

        return webhook.ToJsonString();
    }

    /// <summary>
    /// A value that no version has in the place of, or beside, one that no bill depends on: the reason of a leave, the source of a track,
    /// what somebody who joined may publish. Null where an event has no such place.
    /// </summary>
    public static string? WithUnknownEnum(string body)
    {
        var webhook = Parse(body);
        if (webhook["participant"]?["disconnectReason"] is not null)
        {
            webhook["participant"]!["disconnectReason"] = "REASON_OF_TOMORROW";
        }
        else if (webhook["track"] is JsonObject track)
        {
            track["source"] = "SOURCE_OF_TOMORROW";
        }
        else if (webhook["participant"]?["permission"] is JsonObject permission)
        {
            var sources = permission["canPublishSources"] as JsonArray ?? [];
            permission["canPublishSources"] = new JsonArray([.. sources.Select(source => source?.DeepClone()), "SOURCE_OF_TOMORROW"]);
        }
        else
        {
            return null;
        }

        return webhook.ToJsonString();
    }

    public static string WithId(string body, string id)
    {
        var webhook = Parse(body);
        webhook["id"] = id;
        return webhook.ToJsonString();
    }

    private static JsonObject Parse(string body) => JsonNode.Parse(body)!.AsObject();
}
