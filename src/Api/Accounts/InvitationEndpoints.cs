using RelayKit.Access;
using RelayKit.Accounts;
using RelayKit.Api.Access;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Authentication;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.Accounts;

/// <summary>Who may join the tenant: <c>/v1/invitations</c>.</summary>
internal static class InvitationEndpoints
{
    public static void Map(IEndpointRouteBuilder signedIn)
    {
        signedIn.MapPost("/invitations", CreateAsync).Needs(Scope.AccountsWrite).Costs(RouteCost.Write).Describe(new RouteDoc(
            "createInvitation",
            RouteTags.Accounts,
            "Invite somebody",
            "Mails a token that is good once, for seven days. A second invitation of an address takes the place of the first. A tenant has at most 200 accounts and open invitations.")
        {
            Body = typeof(CreateInvitationRequest),
            Example = """{"email": "grace@example.com", "role": "developer"}""",
            Answers = [new(201, typeof(InvitationResponse), "The invitation; the token is in the mail alone.")],
            Problems = [ProblemKinds.EmailTaken, ProblemKinds.TooMany, ProblemKinds.EmailNotVerified],
        });
        signedIn.MapGet("/invitations", ListAsync).Needs(Scope.AccountsRead).Costs(RouteCost.Read).Describe(new RouteDoc(
            "listInvitations", RouteTags.Accounts, "List open invitations", "Those that are neither accepted nor run out, on one page, the newest first.")
        {
            Answers = [new(200, typeof(Page<InvitationResponse>), "The invitations.")],
        });
        signedIn.MapDelete("/invitations/{invitation}", RemoveAsync).Needs(Scope.AccountsWrite).Costs(RouteCost.Write).Describe(new RouteDoc(
            "revokeInvitation", RouteTags.Accounts, "Take an invitation back", "Its token is good for nothing from now on.")
        {
            Answers = [new(204, null, "It is gone.")],
            Problems = [ProblemKinds.InvitationNotFound],
        });
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        IInvitationStore invitations,
        IAccountStore accounts,
        ITenantStore tenants,
        AccountMails mails,
        AccountLimiter limiter,
        SessionFilter sessions,
        TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CreateInvitationRequest);
        if (request is null)
        {
            return problem!;
        }

        var (account, email) = (CurrentAccount.Of(context).Account, EmailAddress.Parse(request.Email!));
        if ((sessions.MayNotYet(account) ?? limiter.Mail(context, email)) is { } refusal)
        {
            return refusal;
        }

        // Of accounts elsewhere nothing is said here: that is between the address and whoever reads its mail.
        if (await accounts.FindByEmailAsync(email, context.RequestAborted) is { } other && other.Account.Tenant == account.Tenant)
        {
            return new Error(ErrorCode.EmailTaken, "This address has an account in your tenant already.").ToProblem();
        }

        var made = IdempotentRequest.Of(context, time);
        var token = SecretToken.Of(made.Bytes("invitation token", SecretToken.Bytes));
        var id = made.Id("invitation");
        var at = UuidVersion7.InstantOf(id);
        var invitation = new Invitation
        {
            Id = id,
            Tenant = account.Tenant,
            Email = email,
            Role = AccountRoleText.Parse(request.Role!),
            InvitedBy = account.Id,
            CreatedAt = at,
            ExpiresAt = at + Invitation.Lifetime,
        };
        var tenant = await tenants.FindAsync(account.Tenant, context.RequestAborted);
        var added = await invitations.AddAsync(
            invitation, SecretToken.Hash(token), mails.Invitation(invitation, token, tenant?.Name ?? "a team"), context.RequestAborted);
        return added.IsSuccess
            ? Results.Json(InvitationResponse.Of(added.Value), ApiJson.Default.InvitationResponse, statusCode: StatusCodes.Status201Created)
            : added.Error.ToProblem();
    }

    private static async Task<IResult> ListAsync(HttpContext context, IInvitationStore invitations, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var all = await invitations.ListAsync(CurrentTenant.Of(context).Tenant, context.RequestAborted);
        return Results.Json(
            new Page<InvitationResponse>([.. all.Where(invitation => invitation.ExpiresAt > now).Select(InvitationResponse.Of)], null),
            ApiJson.Default.PageInvitationResponse);
    }

    private static async Task<IResult> RemoveAsync(string invitation, HttpContext context, IInvitationStore invitations) =>
        PublicId.TryParse(PublicId.Invitation, invitation, out var id)
        && await invitations.RemoveAsync(CurrentTenant.Of(context).Tenant, id, context.RequestAborted)
            ? Results.NoContent()
            : new Error(ErrorCode.InvitationNotFound, "The tenant has no such invitation. List them with GET /v1/invitations.").ToProblem();
}
