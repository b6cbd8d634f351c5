using System.Globalization;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using RelayKit.Api.Authentication;
using RelayKit.Api.RateLimiting;

namespace RelayKit.Api.Description;

/// <summary>Says what an operation costs, and which fields its answers have for that.</summary>
internal static class RateLimitDescriber
{
    private const string TooManyRequests = "429";
    private const string Unauthorized = "401";

    public static void Describe(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        var key = metadata.OfType<RequiredKey>().LastOrDefault();
        var isTenants = key == RequiredKey.Api || key == RequiredKey.Session;
        if (isTenants)
        {
            operation.Description += $"\n\n{CostOf(RouteCost.Of(metadata))}";
        }

        foreach (var (status, response) in operation.Responses!)
        {
            var isRefusal = status == TooManyRequests;
            if ((isTenants || isRefusal || status == Unauthorized) && response is OpenApiResponse written)
            {
                Add(written, RateLimitFields.PolicyHeader, document);
                Add(written, RateLimitFields.Header, document);
                if (isRefusal)
                {
                    Add(written, HeaderNames.RetryAfter, document);
                }
            }
        }
    }

    private static string CostOf(RouteCost cost) => cost.Limit == TenantLimit.Mint
        ? "Each token takes a point of the limit `mint`."
        : string.Create(CultureInfo.InvariantCulture, $"Costs {cost.Points} {(cost.Points == 1 ? "point" : "points")} of the limit `api`.");

    private static void Add(OpenApiResponse response, string name, OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        document.Components.Headers.TryAdd(name, Header(name));
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers[name] = new OpenApiHeaderReference(name, document);
    }

    private static OpenApiHeader Header(string name) => name switch
    {
        RateLimitFields.PolicyHeader => Text(
            "The limit that the call counts for, as in draft-ietf-httpapi-ratelimit-headers-10: its name, `q` points at once, which come back in `w` seconds.",
            "\"api\";q=300;w=5"),
        RateLimitFields.Header => Text(
            "What is left of the limit: `r` points, and all of them again in `t` seconds; on a refusal `t` is `Retry-After`. No promise, since others use the limit too.",
            "\"api\";r=295;t=1"),
        _ => new OpenApiHeader
        {
            Description = "Seconds after which to come again.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
        },
    };

    private static OpenApiHeader Text(string description, string example) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = example,
    };
}
