using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Usage.Export;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>What was used: the live meter, <c>/v1/usage</c>, and the routes below it.</summary>
internal static class UsageEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/usage", GetAsync).Costs(RouteCost.Read).Needs(Scope.UsageRead).Describe(new RouteDoc(
            "getUsage",
            RouteTags.Usage,
            "Read the live meter",
            "What was used in the current period up to this instant, to the millisecond, and how fast it grows.")
        {
            Query =
            [
                QueryDoc.Mode,
                new("label", "Only participants with this label, as `name=value`; `active_rooms` are those in which somebody with it is connected.") { Example = "customer=acme" },
            ],
            Answers = [new(200, typeof(UsageResponse), "The meter at `as_of`.")],
        });
        UsageSeriesEndpoint.Map(tenant);
        UsageStreamEndpoint.Map(tenant);
        UsageExportEndpoint.Map(tenant);
    }

    private static async Task<IResult> GetAsync(HttpContext context, UsageMeters meters)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "mode", "label");
        var mode = ModeParameter.Read(context, errors);
        var label = LabelParameter.Read(context, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var key = new MeterKey(CurrentTenant.Of(context).Tenant, mode);
        var usage = label is { } only ? await meters.ReadLabelAsync(key, only, context.RequestAborted) : await meters.ReadAsync(key, context.RequestAborted);
        return Results.Json(usage, ApiJson.Default.UsageResponse);
    }
}
