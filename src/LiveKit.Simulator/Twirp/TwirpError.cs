using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RelayKit.LiveKit.Simulator.Twirp;

/// <summary>Twirp's errors: always JSON, with the code's own HTTP status.</summary>
internal static class TwirpError
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Of(string code, string message, IReadOnlyDictionary<string, string>? meta = null)
    {
        var body = new JsonObject { ["code"] = code, ["msg"] = message };
        if (meta is { Count: > 0 })
        {
            body["meta"] = new JsonObject(meta.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)JsonValue.Create(item.Value))));
        }

        var text = body.ToJsonString(Plain);
        return Results.Content(AsGoWrites(text), "application/json", statusCode: StatusOf(code));
    }

    /// <summary>Go escapes what HTML could mistake, and nothing else.</summary>
    private static string AsGoWrites(string json) => json
        .Replace("&", "\\u0026", StringComparison.Ordinal)
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal);

    private static int StatusOf(string code) => code switch
    {
        "canceled" or "deadline_exceeded" => 408,
        "invalid_argument" or "malformed" or "out_of_range" => 400,
        "not_found" or "bad_route" => 404,
        "already_exists" or "aborted" => 409,
        "permission_denied" => 403,
        "unauthenticated" => 401,
        "resource_exhausted" => 429,
        "failed_precondition" => 412,
        "unimplemented" => 501,
        "unavailable" => 503,
        _ => 500,
    };
}
