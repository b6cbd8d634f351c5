using System.Text.Json;
using RelayKit.LiveKit.Simulator.Rooms;

namespace RelayKit.LiveKit.Simulator.Control;

/// <summary>How the control interface reads and answers: snake_case, and <c>{code, detail}</c> for what it refuses.</summary>
internal static class ControlJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The content type is not looked at: curl's default is a form's.</summary>
    /// <exception cref="JsonException">The body is not an object of this shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
        where T : class =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted) ?? throw new JsonException();

    public static IResult Answer<T>(T value) => Results.Json(value, Options);

    public static IResult Done() => Answer(new { });

    public static IResult Problem(int status, string code, string detail) =>
        Results.Json(new { Code = code, Detail = detail }, Options, "application/problem+json", status);

    /// <summary>Turns what the node refuses into a problem.</summary>
    public static async ValueTask<object?> ExplainAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (NodeException refusal)
        {
            return Problem(StatusOf(refusal.Code), refusal.Code, refusal.Message);
        }
        catch (JsonException)
        {
            return Problem(StatusCodes.Status400BadRequest, "invalid_json", "The body has to be a JSON object with this call's fields.");
        }
    }

    /// <exception cref="NodeException">The field is absent or empty.</exception>
    public static string Required(string? value, string field) =>
        value is { Length: > 0 } ? value : throw new NodeException("invalid_argument", $"{field}: is required");

    private static int StatusOf(string code) => code switch
    {
        "not_found" => StatusCodes.Status404NotFound,
        "failed_precondition" => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}
