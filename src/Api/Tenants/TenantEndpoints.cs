using System.Globalization;
using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>A tenant's own settings: <c>/v1/tenant</c>.</summary>
internal static class TenantEndpoints
{
    private static readonly QueryDoc IfMatch = new("If-Match", "The `ETag` of the settings that were read: the change is refused when somebody has changed them since. Left out, it is made in any case.")
    {
        Example = "\"3\"",
    };

    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/tenant", GetAsync).Costs(RouteCost.Read).Needs(Scope.TenantRead).Describe(new RouteDoc(
            "getTenant", RouteTags.Tenant, "Get the tenant", "The tenant of the API key with its settings. The header `ETag` names their version.")
        {
            Answers = [new(200, typeof(TenantSettingsResponse), "The tenant.")],
        });
        tenant.MapPatch("/tenant", UpdateAsync).Costs(RouteCost.Write).Needs(Scope.TenantWrite).Audited().Describe(new RouteDoc(
            "updateTenant",
            RouteTags.Tenant,
            "Change the tenant's settings",
            "Changes some settings: what is left out stays, what is `null` is reset, an object or a list is replaced whole. They hold within a second everywhere.")
        {
            Body = typeof(UpdateTenantRequest),
            Example = """{"room_defaults": {"solo_timeout_seconds": 900}, "budget": {"minutes": 100000, "action": "no_new_joins"}, "label_limits": [{"label": "customer=acme", "budget": {"minutes": 5000}}]}""",
            Headers = [IfMatch],
            Answers = [new(200, typeof(TenantSettingsResponse), "The tenant as it is now.")],
            Problems = [ProblemKinds.SettingsChanged, ProblemKinds.RecordingConsentMissing],
        });
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, ITenantStore store, GrainReferences<ITenantGrain> tenants, GrainCalls calls) =>
        Answer(
            context,
            await store.FindAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted),
            await ReadAsync(context, tenants, calls));

    private static async Task<IResult> UpdateAsync(
        HttpContext context, ITenantStore store, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies)
    {
        var (body, problem) = await PatchBody<UpdateTenantRequest>.ReadAsync(
            context, ApiJson.Default.UpdateTenantRequest, TenantSettingsMapping.Check);
        if (body is null)
        {
            return problem!;
        }

        if (!TryReadIfMatch(context, out var expected))
        {
            var errors = new FieldErrors();
            errors.Add("If-Match", "has to be an ETag as GET /v1/tenant gave it, such as \"3\"");
            return errors.ToProblem();
        }

        var current = CurrentTenant.Of(context).Tenant;
        var policy = await ReadAsync(context, tenants, calls);
        // Without If-Match the change is of what was just read: if that is old already, it is read again.
        for (var attempt = 0; ; attempt++)
        {
            var settings = TenantSettingsMapping.Apply(body, policy.Settings);
            if (RoomRecordingMapping.Refusal(settings.RoomDefaults.Recording, settings) is { } refusal)
            {
                return refusal.ToProblem();
            }

            var replaced = await calls.RepeatableAsync(
                tenants.Get(current.ToString()),
                (Settings: settings, Expected: expected ?? policy.Version),
                static (grain, asked, giveUp) => grain.ReplaceSettingsAsync(asked.Settings, asked.Expected, giveUp),
                context.RequestAborted);
            if (replaced.IsSuccess)
            {
                policies.Forget(current);
                return Answer(context, await store.FindAsync(current, context.RequestAborted), replaced.Value);
            }

            if (expected is not null || attempt > 10)
            {
                return replaced.Error.ToProblem();
            }

            policy = await ReadAsync(context, tenants, calls);
        }
    }

    private static ValueTask<TenantPolicy> ReadAsync(HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls) =>
        calls.RepeatableAsync(
            tenants.Get(CurrentTenant.Of(context).Tenant.ToString()), 0, static (grain, _, _) => grain.GetPolicyAsync(), context.RequestAborted);

    private static IResult Answer(HttpContext context, Tenant? tenant, TenantPolicy policy)
    {
        if (tenant is null)
        {
            return new Error(ErrorCode.TenantNotFound, "The tenant of this key is gone.").ToProblem();
        }

        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Version}\"");
        return Results.Json(TenantSettingsResponse.Of(tenant, policy), ApiJson.Default.TenantSettingsResponse);
    }

    private static bool TryReadIfMatch(HttpContext context, out long? version)
    {
        version = null;
        var text = context.Request.Headers.IfMatch.ToString();
        if (text is "" or "*")
        {
            return true;
        }

        var valid = text is ['"', .. var digits, '"'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : default(long?);
        version = valid;
        return valid is not null;
    }
}
