using System.Net;
using System.Text;
using System.Text.Json;

namespace RelayKit.LiveKit;

/// <summary>
/// Reads an error answer. LiveKit's services answer with Twirp's JSON, but its token check, its size limit and whatever proxy
/// stands before it answer with plain text: for those the HTTP status is all there is to go by.
/// </summary>
internal static class TwirpError
{
    private const int MaxPlainTextLength = 256;

    public static LiveKitException Read(HttpStatusCode status, ReadOnlyMemory<byte> body) =>
        TryReadJson(status, body) ?? new LiveKitException(FromStatus(status), PlainText(status, body.Span), status);

    private static LiveKitException? TryReadJson(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "code") is not { } code)
            {
                return null;
            }

            return new LiveKitException(FromName(code), Text(root, "msg") ?? code, status, Meta(root));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dictionary<string, string> Meta(JsonElement root)
    {
        var meta = new Dictionary<string, string>();
        if (root.TryGetProperty("meta", out var values) && values.ValueKind == JsonValueKind.Object)
        {
            foreach (var value in values.EnumerateObject().Where(value => value.Value.ValueKind == JsonValueKind.String))
            {
                meta[value.Name] = value.Value.GetString()!;
            }
        }

        return meta;
    }

    private static string PlainText(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxPlainTextLength)]).Trim();
        return text.Length == 0 ? $"LiveKit answered {(int)status} without a word." : text;
    }

    private static LiveKitErrorCode FromName(string name) => name switch
    {
        "canceled" => LiveKitErrorCode.Canceled,
        "invalid_argument" => LiveKitErrorCode.InvalidArgument,
        "malformed" => LiveKitErrorCode.Malformed,
        "deadline_exceeded" => LiveKitErrorCode.DeadlineExceeded,
        "not_found" => LiveKitErrorCode.NotFound,
        "bad_route" => LiveKitErrorCode.BadRoute,
        "already_exists" => LiveKitErrorCode.AlreadyExists,
        "permission_denied" => LiveKitErrorCode.PermissionDenied,
        "unauthenticated" => LiveKitErrorCode.Unauthenticated,
        "resource_exhausted" => LiveKitErrorCode.ResourceExhausted,
        "failed_precondition" => LiveKitErrorCode.FailedPrecondition,
        "aborted" => LiveKitErrorCode.Aborted,
        "out_of_range" => LiveKitErrorCode.OutOfRange,
        "unimplemented" => LiveKitErrorCode.Unimplemented,
        "internal" => LiveKitErrorCode.Internal,
        "unavailable" => LiveKitErrorCode.Unavailable,
        "data_loss" => LiveKitErrorCode.DataLoss,
        _ => LiveKitErrorCode.Unknown,
    };

    private static LiveKitErrorCode FromStatus(HttpStatusCode status) => (int)status switch
    {
        >= 300 and < 400 or 404 or 405 => LiveKitErrorCode.BadRoute,
        400 => LiveKitErrorCode.InvalidArgument,
        401 => LiveKitErrorCode.Unauthenticated,
        403 => LiveKitErrorCode.PermissionDenied,
        408 => LiveKitErrorCode.DeadlineExceeded,
        412 => LiveKitErrorCode.FailedPrecondition,
        413 or 429 => LiveKitErrorCode.ResourceExhausted,
        500 => LiveKitErrorCode.Internal,
        501 => LiveKitErrorCode.Unimplemented,
        502 or 503 or 504 => LiveKitErrorCode.Unavailable,
        _ => LiveKitErrorCode.Unknown,
    };
}
