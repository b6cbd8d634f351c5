using System.Text.Json.Nodes;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>An error in Stripe's form.</summary>
internal sealed class StripeRefusal(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Whether the work had not begun: then no idempotency key remembers it.</summary>
    public bool IsForgotten { get; } = status is 400 or 401 or 404 or 409 or 429;

    public static StripeRefusal Invalid(string message, string? param = null, string? code = null) => new(400, "invalid_request_error", code, message, param);

    public static StripeRefusal Missing(string kind, string id) =>
        new(404, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", "id");

    public JsonObject ToJson()
    {
        var error = new JsonObject { ["type"] = type, ["message"] = Message };
        if (code is not null)
        {
            error["code"] = code;
        }

        if (param is not null)
        {
            error["param"] = param;
        }

        return new JsonObject { ["error"] = error };
    }
}
