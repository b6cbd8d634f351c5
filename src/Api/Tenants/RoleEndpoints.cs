using RelayKit.Access;
using RelayKit.Api.Access;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Api.Requests.Rules;
using RelayKit.Api.Tokens;
using RelayKit.Roles;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>The tenant's roles: <c>/v1/roles</c>.</summary>
internal static class RoleEndpoints
{
    public static void Map(IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/roles", ListAsync).Costs(RouteCost.Read).Needs(Scope.TenantRead).Describe(new RouteDoc(
            "listRoles", RouteTags.Tokens, "List roles", "The roles that join tokens can be minted by, on one page: `host`, `participant` and `viewer`, and the tenant's own.")
        {
            Answers = [new(200, typeof(Page<RoleResponse>), "The roles.")],
        });
        tenant.MapPut("/roles/{role}", SetAsync).Costs(RouteCost.Write).Needs(Scope.TenantWrite).Audited().Describe(new RouteDoc(
            "setRole", RouteTags.Tokens, "Make a role, or replace it", "A tenant can have 50 roles of its own. Tokens that were minted by it before stay as they are.")
        {
            Body = typeof(SetRoleRequest),
            Example = """{"permissions": {"can_subscribe": true, "can_publish": true, "can_publish_sources": ["microphone"]}}""",
            Answers = [new(200, typeof(RoleResponse), "The role.")],
            Problems = [ProblemKinds.RoleNotFound, ProblemKinds.TooMany],
        });
        tenant.MapDelete("/roles/{role}", RemoveAsync).Costs(RouteCost.Write).Needs(Scope.TenantWrite).Audited().Describe(new RouteDoc(
            "deleteRole", RouteTags.Tokens, "Delete a role", "Tokens that were minted by it stay as they are.")
        {
            Answers = [new(204, null, "It is gone.")],
            Problems = [ProblemKinds.RoleNotFound],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls)
    {
        var policy = await calls.RepeatableAsync(Find(context, tenants), 0, static (grain, _, _) => grain.GetPolicyAsync(), context.RequestAborted);
        return Results.Json(
            new Page<RoleResponse>(
                [.. Role.BuiltIn.Values.OrderBy(static role => role.Name, StringComparer.Ordinal).Concat(policy.Settings.Roles).Select(RoleResponse.Of)], null),
            ApiJson.Default.PageRoleResponse);
    }

    private static async Task<IResult> SetAsync(
        string role, HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SetRoleRequest);
        if (request is null)
        {
            return problem!;
        }

        if (CannotBeOwn(role) is { } refusal)
        {
            return refusal;
        }

        var set = await calls.RepeatableAsync(
            Find(context, tenants),
            new Role(role, TokenGrants.Of(request.Permissions!)),
            static (grain, role, giveUp) => grain.SetRoleAsync(role, giveUp),
            context.RequestAborted);
        policies.Forget(CurrentTenant.Of(context).Tenant);
        return set.IsSuccess ? Results.Json(RoleResponse.Of(set.Value), ApiJson.Default.RoleResponse) : set.Error.ToProblem();
    }

    private static async Task<IResult> RemoveAsync(
        string role, HttpContext context, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies)
    {
        if (CannotBeOwn(role) is { } refusal)
        {
            return refusal;
        }

        var removed = await calls.OnceAsync(
            Find(context, tenants), role, static (grain, role, giveUp) => grain.RemoveRoleAsync(role, giveUp), context.RequestAborted);
        policies.Forget(CurrentTenant.Of(context).Tenant);
        return removed.IsSuccess ? Results.NoContent() : removed.Error.ToProblem();
    }

    private static ProblemResult? CannotBeOwn(string role) => Role.BuiltIn.ContainsKey(role)
        ? new ProblemResult(ProblemKinds.RoleNotFound, $"'{role}' is a role that every tenant has, and not one of the tenant's own; choose another name.")
        : RoleNameAttribute.IsRoleName(role)
            ? null
            : new ProblemResult(ProblemKinds.RoleNotFound, $"A role's name is 1 to {RoleNameAttribute.MaxLength} of a-z 0-9 _ -.");

    private static ITenantGrain Find(HttpContext context, GrainReferences<ITenantGrain> tenants) =>
        tenants.Get(CurrentTenant.Of(context).Tenant.ToString());
}
