using RelayKit.Api.Authentication;
using RelayKit.Api.Requests;
using RelayKit.Usage;

namespace RelayKit.Api.Usage;

/// <summary>The live meter: <c>/v1/usage</c>.</summary>
internal static class UsageEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant) => tenant.MapGet("/usage", GetAsync);

    private static async Task<IResult> GetAsync(HttpContext context, GrainReferences<IUsageMeterGrain> meters)
    {
        var errors = new FieldErrors();
        PageRequest.RefuseUnknown(context, errors, "mode");
        var current = CurrentTenant.Of(context);
        var mode = current.Mode;
        if (PageRequest.ReadText(context, "mode") is { } text && !ModeText.TryParseWord(text, out mode))
        {
            errors.Add("?mode", "has to be live or test");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var meter = meters.Get(new MeterKey(current.Tenant, mode).ToString());
        return Results.Json(UsageResponse.Of(await meter.ReadAsync(), mode), ApiJson.Default.UsageResponse);
    }
}
