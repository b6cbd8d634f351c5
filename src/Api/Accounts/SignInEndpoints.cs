using RelayKit.Accounts;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Accounts;

/// <summary>Signing in and out, and verifying the address.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder anybody, IEndpointRouteBuilder signedIn)
    {
        anybody.MapPost("/signin", SignInAsync).Describe(new RouteDoc(
            "signIn",
            RouteTags.Accounts,
            "Sign in",
            "Sets the cookie `__Host-relaykit_session`. Any session that the request came with ends. An unknown address is answered as a wrong password is, in the same time. Attempts are limited by address and by account; whoever has signed in from an address before is not held back there by attempts from elsewhere.")
        {
            Body = typeof(SignInRequest),
            Example = """{"email": "ada@example.com", "password": "seven brass kettles"}""",
            Answers = [new(200, typeof(SignedInResponse), "Who is signed in. The header `Set-Cookie` has the session.")],
            Problems = [ProblemKinds.InvalidCredentials, ProblemKinds.RateLimited, ProblemKinds.IdentityProviderUnavailable],
        });
        anybody.MapPost("/verify-email", VerifyAsync).Describe(new RouteDoc(
            "verifyEmail", RouteTags.Accounts, "Verify an e-mail address", "Takes the token that was mailed; it is good once, for three days.")
        {
            Body = typeof(TokenRequest),
            Example = """{"token": "0Yv3bTq4V6p1mKc8Jr2sXw9zLh5nDf7gQa1eUo0iBtE"}""",
            Answers = [new(204, null, "The address is verified.")],
            Problems = [ProblemKinds.InvalidToken, ProblemKinds.RateLimited, ProblemKinds.IdentityProviderUnavailable],
        });
        signedIn.MapPost("/verify-email/resend", ResendAsync).Costs(RouteCost.Write).Describe(new RouteDoc(
            "resendVerification", RouteTags.Accounts, "Mail the token again", "Mails another token to verify the address; the one before is good no more. Nothing is mailed where the address is verified.")
        {
            Answers = [new(202, null, "The mail is on its way, or none is needed.")],
        });
        signedIn.MapPost("/signout", SignOutAsync).Costs(RouteCost.Write).Describe(new RouteDoc(
            "signOut", RouteTags.Accounts, "Sign out", "Ends the session, everywhere within a second, and takes the cookie away.")
        {
            Answers = [new(204, null, "The session has ended.")],
        });
        signedIn.MapPost("/signout-everywhere", SignOutEverywhereAsync).Costs(RouteCost.Write).Describe(new RouteDoc(
            "signOutEverywhere", RouteTags.Accounts, "Sign out everywhere", "Ends all sessions of the account, this one too, everywhere within a second.")
        {
            Answers = [new(204, null, "All sessions have ended.")],
        });
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, IIdentityProvider provider, AccountDirectory directory, AccountSessions sessions, AccountLimiter limiter)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.SignInRequest);
        if (request is null)
        {
            return problem!;
        }

        var email = EmailAddress.Parse(request.Email!);
        if (limiter.SignIn(context, email) is { } refusal)
        {
            return refusal;
        }

        var identity = await provider.SignInAsync(email, request.Password!, context.RequestAborted);
        if (!identity.IsSuccess)
        {
            if (identity.Error.Code == ErrorCode.Overloaded)
            {
                limiter.NotTried(context, email);
            }

            return identity.Error.ToProblem();
        }

        limiter.SignedIn(context, email);
        if (await directory.FindAsync(identity.Value, context.RequestAborted) is not { } account)
        {
            return new Error(ErrorCode.InvalidCredentials, "E-mail address or password is wrong.").ToProblem();
        }

        var answer = await directory.DescribeAsync(account, context.RequestAborted);
        await sessions.BeginAsync(context, account);
        return Results.Json(answer, ApiJson.Default.SignedInResponse);
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, IIdentityProvider provider, AccountDirectory directory)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.TokenRequest);
        if (request is null)
        {
            return problem!;
        }

        var identity = await provider.VerifyEmailAsync(request.Token!, context.RequestAborted);
        return !identity.IsSuccess ? identity.Error.ToProblem()
            : await directory.FindAsync(identity.Value, context.RequestAborted) is null ? AccountProblems.InvalidToken()
            : Results.NoContent();
    }

    private static async Task<IResult> ResendAsync(HttpContext context, IIdentityProvider provider, AccountLimiter limiter)
    {
        var account = CurrentAccount.Of(context).Account;
        if (limiter.Mail(context, account.Email) is { } refusal)
        {
            return refusal;
        }

        if (account.EmailVerifiedAt is null)
        {
            await provider.BeginVerificationAsync(account, context.RequestAborted);
        }

        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, AccountSessions sessions)
    {
        await sessions.EndAsync(context);
        return Results.NoContent();
    }

    private static async Task<IResult> SignOutEverywhereAsync(HttpContext context, AccountSessions sessions)
    {
        await sessions.EndAllAsync(context, CurrentAccount.Of(context).Account, but: null);
        SessionCookie.Clear(context);
        return Results.NoContent();
    }
}
