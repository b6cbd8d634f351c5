using RelayKit.Accounts;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;

namespace RelayKit.Api.Accounts;

/// <summary>Whoever is signed in: <c>/v1/me</c>.</summary>
internal static class MeEndpoints
{
    public static void Map(IEndpointRouteBuilder signedIn)
    {
        signedIn.MapGet("/me", GetAsync).Costs(RouteCost.Read).Describe(new RouteDoc(
            "getMe", RouteTags.Accounts, "Get the account that is signed in", "The account with its tenant.")
        {
            Answers = [new(200, typeof(SignedInResponse), "The account and its tenant.")],
            Problems = RouteProblems.OfProviderTokens,
        });
        signedIn.MapPatch("/me", UpdateAsync).Costs(RouteCost.Write).Describe(new RouteDoc(
            "updateMe", RouteTags.Accounts, "Correct what is known of the person", "What is left out stays, `null` empties it. The address is changed with `POST /v1/auth/email-change`.")
        {
            Body = typeof(UpdateMeRequest),
            Example = """{"name": "Ada Lovelace"}""",
            Answers = [new(200, typeof(SignedInResponse), "The account and its tenant.")],
        });
        signedIn.MapGet("/me/sessions", ListSessionsAsync).Costs(RouteCost.Read).Describe(new RouteDoc(
            "listMySessions", RouteTags.Accounts, "List the browsers that are signed in", "The account's sessions, on one page, the newest first.")
        {
            Answers = [new(200, typeof(Page<AccountSessionResponse>), "The sessions.")],
        });
        signedIn.MapDelete("/me/sessions/{account_session}", EndSessionAsync).Costs(RouteCost.Write).Describe(new RouteDoc(
            "endMySession", RouteTags.Accounts, "Sign one browser out", "Ends a session of the account, everywhere within a second.")
        {
            Answers = [new(204, null, "The session has ended.")],
            Problems = [ProblemKinds.AccountSessionNotFound],
        });
    }

    private static async Task<IResult> GetAsync(HttpContext context, AccountDirectory directory) => Results.Json(
        await directory.DescribeAsync(CurrentAccount.Of(context).Account, context.RequestAborted), ApiJson.Default.SignedInResponse);

    private static async Task<IResult> UpdateAsync(HttpContext context, IAccountStore accounts, AccountDirectory directory)
    {
        var (body, problem) = await PatchBody<UpdateMeRequest>.ReadAsync(context, ApiJson.Default.UpdateMeRequest);
        if (body is null)
        {
            return problem!;
        }

        var account = CurrentAccount.Of(context).Account;
        if (body.Given.Contains("name"))
        {
            account = await accounts.RenameAsync(account.Tenant, account.Id, body.Value.Name ?? "", context.RequestAborted) ?? account;
        }

        return Results.Json(await directory.DescribeAsync(account, context.RequestAborted), ApiJson.Default.SignedInResponse);
    }

    private static async Task<IResult> ListSessionsAsync(HttpContext context, IAccountSessionStore store, AccountSessions sessions)
    {
        var (account, current) = CurrentAccount.Of(context);
        var all = await store.ListAsync(account.Tenant, account.Id, context.RequestAborted);
        return Results.Json(
            new Page<AccountSessionResponse>([.. all.Where(sessions.IsAlive).Select(session => AccountSessionResponse.Of(session, current))], null),
            ApiJson.Default.PageAccountSessionResponse);
    }

    private static async Task<IResult> EndSessionAsync(string account_session, HttpContext context, IAccountSessionStore store, AccountSessions sessions)
    {
        var (account, current) = CurrentAccount.Of(context);
        if (!PublicId.TryParse(PublicId.AccountSession, account_session, out var id))
        {
            return NotFound();
        }

        if (id == current)
        {
            await sessions.EndAsync(context);
            return Results.NoContent();
        }

        return await store.EndAsync(account.Tenant, account.Id, id, context.RequestAborted) ? Results.NoContent() : NotFound();
    }

    private static ProblemResult NotFound() =>
        new Error(ErrorCode.AccountSessionNotFound, "The account has no such session. List them with GET /v1/me/sessions.").ToProblem();
}
