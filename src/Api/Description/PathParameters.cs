using Microsoft.OpenApi;
using RelayKit.Rooms;

namespace RelayKit.Api.Description;

/// <summary>What the parts of paths mean: the same on every route.</summary>
internal static class PathParameters
{
    public static void Describe(OpenApiParameter parameter)
    {
        var schema = (OpenApiSchema)parameter.Schema!;
        switch (parameter.Name)
        {
            case "room":
                parameter.Description = "The tenant's own name for the room.";
                schema.MaxLength = RoomName.MaxLength;
                schema.Pattern = "^(?!\\.{1,2}$)[A-Za-z0-9._:\\-]+$";
                parameter.Example = "standup";
                break;
            case "identity":
                parameter.Description = "The participant's identity, as its join token named it.";
                parameter.Example = "ada";
                break;
            case "track":
                parameter.Description = "LiveKit's sid of the track: `TR_…`.";
                parameter.Example = "TR_AMabcdefghijkl";
                break;
            case "plan":
                parameter.Description = "The plan's code: 1 to 40 of `a-z 0-9 _ -`.";
                parameter.Example = "pro";
                break;
            case "invoice":
                Id(parameter, schema, "ivc", "The invoice's id.");
                break;
            case "line":
                parameter.Description = "The line's name, as the invoice has it.";
                parameter.Example = "participant_minutes";
                break;
            case "role":
                parameter.Description = "The role's name.";
                parameter.Example = "moderator";
                break;
            case "session":
                Id(parameter, schema, "ses", "The session's id.");
                break;
            case "recording":
                Id(parameter, schema, "rec", "The recording's id.");
                break;
            case "stream":
                Id(parameter, schema, "str", "The stream's id.");
                break;
            case "ingress":
                Id(parameter, schema, "ing", "The ingress's id.");
                break;
            case "webhook_endpoint":
                Id(parameter, schema, "whe", "The endpoint's id.");
                break;
            case "delivery":
                Id(parameter, schema, "dlv", "The delivery's id.");
                break;
            case "event":
                Id(parameter, schema, "evt", "The event's id.");
                break;
            case "key":
                Id(parameter, schema, "key", "The key's id, which is not the key.");
                break;
            case "account":
                Id(parameter, schema, "acc", "The account's id.");
                break;
            case "account_session":
                Id(parameter, schema, "asn", "The session's id.");
                break;
            case "invitation":
                Id(parameter, schema, "inv", "The invitation's id.");
                break;
            case "request":
                Id(parameter, schema, "req", "The request's id.");
                break;
            case "export":
                Id(parameter, schema, "exp", "The export's id.");
                break;
            case "notice":
                Id(parameter, schema, "ntc", "The notice's id.");
                break;
            case "message":
                Id(parameter, schema, "msg", "The message's id.");
                break;
            case "suppression":
                Id(parameter, schema, "msp", "The id of the address to which mail has stopped.");
                break;
            case "erasure":
                Id(parameter, schema, "ers", "The erasure's id.");
                break;
            case "incident":
                Id(parameter, schema, "abu", "The incident's id.");
                break;
            case "tenant":
                Id(parameter, schema, "ten", "The tenant's id.");
                break;
        }
    }

    private static void Id(OpenApiParameter parameter, OpenApiSchema schema, string prefix, string description)
    {
        parameter.Description = description;
        parameter.Example = $"{prefix}_01arz3ndektsv4rrffq69g5fav";
        schema.Pattern = $"^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$";
    }
}
