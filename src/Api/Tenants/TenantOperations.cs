using RelayKit.Api.Cluster;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Tenants;

namespace RelayKit.Api.Tenants;

/// <summary>What the operator does to a tenant that exists.</summary>
internal sealed class TenantOperations(ITenantStore store, GrainReferences<ITenantGrain> tenants, GrainCalls calls, TenantPolicies policies)
{
    /// <summary>Does it and answers with the tenant as it is then.</summary>
    /// <param name="tenant">The tenant's id as the path has it.</param>
    /// <param name="operation">What to do; made again where its answer was lost.</param>
    /// <param name="giveUp">The caller's deadline.</param>
    public async Task<IResult> DoAsync(
        string tenant, Func<ITenantGrain, CancellationToken, Task<Result<TenantPolicy>>> operation, CancellationToken giveUp)
    {
        if (!TenantId.TryParse(tenant, out var id) || await store.FindAsync(id, giveUp) is not { } found)
        {
            return new Error(ErrorCode.TenantNotFound, "There is no such tenant: an id is ten_ and 26 characters.").ToProblem();
        }

        var policy = await calls.RepeatableAsync(tenants.Get(id.ToString()), operation, static (grain, operation, giveUp) => operation(grain, giveUp), giveUp);
        policies.Forget(id);
        return policy.IsSuccess
            ? Results.Json(TenantSettingsResponse.Of(found, policy.Value), ApiJson.Default.TenantSettingsResponse)
            : policy.Error.ToProblem();
    }
}
