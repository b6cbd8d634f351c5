using RelayKit.Accounts;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;
using RelayKit.Tenants;

namespace RelayKit.Api.Accounts;

/// <summary>How accounts come about: signing up, and accepting an invitation.</summary>
internal static class SignUpEndpoints
{
    public static void Map(IEndpointRouteBuilder anybody)
    {
        anybody.MapPost("/signup", SignUpAsync).Describe(new RouteDoc(
            "signUp",
            RouteTags.Accounts,
            "Sign up",
            "Makes an account and its tenant, of which it is the owner; signs in by the cookie `__Host-relaykit_session`; mails a token that verifies the address. A password has 12 characters at the least and 72 bytes in UTF-8 at the most. An `Idempotency-Key` holds for the same body alone.")
        {
            Body = typeof(SignUpRequest),
            Example = """{"email": "ada@example.com", "password": "seven brass kettles", "organization": "Acme"}""",
            Answers = [new(201, typeof(SignedInResponse), "The account and its tenant. The header `Set-Cookie` has the session.")],
            Problems = [ProblemKinds.EmailTaken, ProblemKinds.RateLimited, ProblemKinds.AddressBlocked, ProblemKinds.IdentityProviderUnavailable],
        });
        anybody.MapPost("/accept-invitation", AcceptAsync).Describe(new RouteDoc(
            "acceptInvitation",
            RouteTags.Accounts,
            "Accept an invitation",
            "Makes an account in the tenant that invited, and signs in. The address counts as verified, since the mail has arrived. An address that has an account already, in whatever tenant, cannot accept.")
        {
            Body = typeof(AcceptInvitationRequest),
            Example = """{"token": "0Yv3bTq4V6p1mKc8Jr2sXw9zLh5nDf7gQa1eUo0iBtE", "password": "seven brass kettles", "name": "Grace"}""",
            Answers = [new(201, typeof(SignedInResponse), "The account and its tenant. The header `Set-Cookie` has the session.")],
            Problems = [ProblemKinds.InvalidToken, ProblemKinds.EmailTaken, ProblemKinds.RateLimited, ProblemKinds.AddressBlocked, ProblemKinds.IdentityProviderUnavailable],
        });
    }

    private static async Task<IResult> SignUpAsync(
        HttpContext context, NewAccounts newAccounts, GrainReferences<ITenantGrain> tenants, GrainCalls calls, IAccountStore accounts, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(
            context,
            ApiJson.Default.SignUpRequest,
            static (asked, errors) => AccountProblems.CheckPassword(errors, asked.Password, asked.Email, asked.Organization));
        if (request is null)
        {
            return problem!;
        }

        var made = IdempotentRequest.Of(context, time);
        var tenantId = new TenantId(made.Id("tenant"));
        return await newAccounts.MakeAsync(
            context,
            new Enrolment(new AccountId(made.Id("account")), EmailAddress.Parse(request.Email!), request.Password!, IsEmailVerified: false),
            request.Name,
            async (draft, hash) =>
            {
                var tenant = await calls.RepeatableAsync(
                    tenants.Get(tenantId.ToString()),
                    request.Organization!,
                    static (grain, name, giveUp) => grain.CreateWithoutKeyAsync(name, giveUp),
                    context.RequestAborted);
                if (!tenant.IsSuccess)
                {
                    return tenant.Error;
                }

                var account = draft with { Tenant = tenantId, Role = AccountRole.Owner };
                if (await accounts.AddAsync(account, hash, context.RequestAborted))
                {
                    return account;
                }

                // Somebody else signed up with the address just now: nobody will ever be in this tenant, and its name must not stay for ever.
                await calls.RepeatableAsync(
                    tenants.Get(tenantId.ToString()),
                    made.Id("deletion"),
                    static (grain, id, giveUp) => grain.RequestDeletionAsync(id, giveUp),
                    context.RequestAborted);
                return new Error(ErrorCode.EmailTaken, "An account has this address. Sign in with it, or use another address.");
            });
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, NewAccounts newAccounts, IInvitationStore invitations, TimeProvider time)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.AcceptInvitationRequest);
        if (request is null)
        {
            return problem!;
        }

        if (!SecretToken.IsWellFormed(request.Token!)
            || await invitations.FindAsync(SecretToken.Hash(request.Token!), context.RequestAborted) is not { } invitation
            || invitation.ExpiresAt <= time.GetUtcNow())
        {
            return AccountProblems.InvalidToken();
        }

        if (PasswordRules.FaultOf(request.Password!, invitation.Email, null) is { } fault)
        {
            return ProblemMapping.Invalid([new FieldError("/password", fault)]);
        }

        return await newAccounts.MakeAsync(
            context,
            new Enrolment(new AccountId(IdempotentRequest.Of(context, time).Id("account")), invitation.Email, request.Password!, IsEmailVerified: true),
            request.Name,
            (draft, hash) => invitations.AcceptAsync(
                invitation, draft with { Tenant = invitation.Tenant, Role = invitation.Role }, hash, context.RequestAborted));
    }
}
