using RelayKit.Access;
using RelayKit.Accounts;
using RelayKit.Api.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Api.Accounts;

/// <summary>Who is in the tenant: <c>/v1/accounts</c>.</summary>
internal static class TeamEndpoints
{
    public static void Map(IEndpointRouteBuilder signedIn)
    {
        signedIn.MapGet("/accounts", ListAsync).Needs(Scope.AccountsRead).Costs(RouteCost.Read).Describe(new RouteDoc(
            "listAccounts", RouteTags.Accounts, "List the tenant's accounts", "Everybody who can sign in to the tenant, on one page, the oldest first.")
        {
            Answers = [new(200, typeof(Page<AccountResponse>), "The accounts.")],
        });
        signedIn.MapPatch("/accounts/{account}", UpdateAsync).Needs(Scope.AccountsWrite).Costs(RouteCost.Write).Describe(new RouteDoc(
            "updateAccount", RouteTags.Accounts, "Change what an account may do", "It holds within a second everywhere. A tenant always keeps an owner.")
        {
            Body = typeof(UpdateAccountRequest),
            Example = """{"role": "developer"}""",
            Answers = [new(200, typeof(AccountResponse), "The account as it is now.")],
            Problems = [ProblemKinds.AccountNotFound, ProblemKinds.LastOwner],
        });
        signedIn.MapDelete("/accounts/{account}", RemoveAsync).Needs(Scope.AccountsWrite).Costs(RouteCost.Write).Describe(new RouteDoc(
            "removeAccount", RouteTags.Accounts, "Remove an account", "Its sessions and personal API keys end within a second everywhere, and its address may sign up anew. A tenant always keeps an owner.")
        {
            Answers = [new(204, null, "It is gone.")],
            Problems = [ProblemKinds.AccountNotFound, ProblemKinds.LastOwner, ProblemKinds.IdentityProviderUnavailable],
        });
    }

    private static async Task<IResult> ListAsync(HttpContext context, IAccountStore accounts, IMailSuppressionStore suppressions)
    {
        var tenant = CurrentTenant.Of(context).Tenant;
        var team = await accounts.ListAsync(tenant, context.RequestAborted);
        var stopped = (await suppressions.ListAsync(tenant, context.RequestAborted)).ToDictionary(static suppression => suppression.Email);
        return Results.Json(
            new Page<AccountResponse>([.. team.Accounts.Select(account => AccountResponse.Of(account, stopped.GetValueOrDefault(account.Email)))], null),
            ApiJson.Default.PageAccountResponse);
    }

    private static async Task<IResult> UpdateAsync(string account, HttpContext context, IAccountStore accounts, IMailSuppressionStore suppressions)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.UpdateAccountRequest);
        if (request is null)
        {
            return problem!;
        }

        if (!AccountId.TryParse(account, out var id))
        {
            return NotFound();
        }

        var changed = await accounts.ChangeRoleAsync(
            CurrentTenant.Of(context).Tenant, id, AccountRoleText.Parse(request.Role!), context.RequestAborted);
        return changed.IsSuccess
            ? Results.Json(
                AccountResponse.Of(changed.Value, await suppressions.FindAsync(changed.Value.Email, context.RequestAborted)), ApiJson.Default.AccountResponse)
            : changed.Error.ToProblem();
    }

    private static async Task<IResult> RemoveAsync(
        string account, HttpContext context, IAccountStore accounts, IIdentityProvider provider, GrainReferences<ITenantGrain> tenants, GrainCalls calls)
    {
        if (!AccountId.TryParse(account, out var id))
        {
            return NotFound();
        }

        var tenant = CurrentTenant.Of(context).Tenant;
        var removed = await accounts.RemoveAsync(tenant, id, context.RequestAborted);
        if (removed.IsSuccess || removed.Error.Code == ErrorCode.AccountNotFound)
        {
            // Also of one that is gone already: whoever removed it may have come no further.
            await calls.RepeatableAsync(
                tenants.Get(tenant.ToString()),
                id.Value,
                static (grain, account, giveUp) => grain.RevokeApiKeysOfAccountAsync(account, giveUp),
                context.RequestAborted);
        }

        if (!removed.IsSuccess)
        {
            return removed.Error.ToProblem();
        }

        await provider.DeleteAsync(removed.Value.Subject, context.RequestAborted);
        return Results.NoContent();
    }

    private static ProblemResult NotFound() =>
        new Error(ErrorCode.AccountNotFound, "The tenant has no such account. List them with GET /v1/accounts.").ToProblem();
}
