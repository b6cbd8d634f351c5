using RelayKit.Accounts;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Description;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Accounts;

/// <summary>What an account signs in with: its password and its address.</summary>
internal static class CredentialEndpoints
{
    private const string Token = "0Yv3bTq4V6p1mKc8Jr2sXw9zLh5nDf7gQa1eUo0iBtE";

    public static void Map(IEndpointRouteBuilder anybody, IEndpointRouteBuilder signedIn)
    {
        anybody.MapPost("/password-reset", RequestResetAsync).Describe(new RouteDoc(
            "requestPasswordReset",
            RouteTags.Accounts,
            "Ask for a mail to set a new password",
            "Mails a token that is good once, for an hour. The answer is the same, and comes as fast, whether or not somebody has the address.")
        {
            Body = typeof(PasswordResetRequest),
            Example = """{"email": "ada@example.com"}""",
            Answers = [new(202, null, "If somebody has the address, a mail is on its way.")],
            Problems = [ProblemKinds.RateLimited],
        });
        anybody.MapPost("/password-reset/complete", CompleteResetAsync).Describe(new RouteDoc(
            "completePasswordReset", RouteTags.Accounts, "Set a new password", "Sets a new password with the token that was mailed, and ends all sessions of the account.")
        {
            Body = typeof(CompletePasswordResetRequest),
            Example = $$"""{"token": "{{Token}}", "password": "nine copper kettles"}""",
            Answers = [new(204, null, "The password is set. Sign in with it.")],
            Problems = [ProblemKinds.InvalidToken, ProblemKinds.RateLimited, ProblemKinds.IdentityProviderUnavailable],
        });
        signedIn.MapPost("/password", ChangePasswordAsync).Costs(RouteCost.Write).Describe(new RouteDoc(
            "changePassword", RouteTags.Accounts, "Change the password", "Needs the present one. The account's other sessions end; this one goes on.")
        {
            Body = typeof(ChangePasswordRequest),
            Example = """{"current_password": "seven brass kettles", "new_password": "nine copper kettles"}""",
            Answers = [new(204, null, "The password is changed.")],
            Problems = [ProblemKinds.InvalidCredentials, ProblemKinds.IdentityProviderUnavailable],
        });
        signedIn.MapPost("/email-change", RequestEmailChangeAsync).Costs(RouteCost.Write).Describe(new RouteDoc(
            "requestEmailChange",
            RouteTags.Accounts,
            "Ask to move to another e-mail address",
            "Needs the password. Mails a token to the new address, good once, for a day; the old address is told. Nothing changes until the token comes back.")
        {
            Body = typeof(ChangeEmailRequest),
            Example = """{"email": "ada.lovelace@example.com", "password": "seven brass kettles"}""",
            Answers = [new(202, null, "The mails are on their way.")],
            Problems = [ProblemKinds.InvalidCredentials, ProblemKinds.EmailTaken, ProblemKinds.IdentityProviderUnavailable],
        });
        anybody.MapPost("/email-change/confirm", ConfirmEmailChangeAsync).Describe(new RouteDoc(
            "confirmEmailChange", RouteTags.Accounts, "Confirm the new e-mail address", "Takes the token that was mailed to the new address, and moves the account there. The old address is told.")
        {
            Body = typeof(TokenRequest),
            Example = $$"""{"token": "{{Token}}"}""",
            Answers = [new(204, null, "The account has the new address, which is verified.")],
            Problems = [ProblemKinds.InvalidToken, ProblemKinds.EmailTaken, ProblemKinds.RateLimited, ProblemKinds.IdentityProviderUnavailable],
        });
    }

    private static async Task<IResult> RequestResetAsync(HttpContext context, MailErrands errands, AccountLimiter limiter)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.PasswordResetRequest);
        if (request is null)
        {
            return problem!;
        }

        var email = EmailAddress.Parse(request.Email!);
        if (limiter.Mail(context, email) is { } refusal)
        {
            return refusal;
        }

        return errands.TryReset(email)
            ? Results.StatusCode(StatusCodes.Status202Accepted)
            : new ProblemResult(ProblemKinds.TemporarilyUnavailable, "Too many mails wait to be made. Try again in a moment.");
    }

    private static async Task<IResult> CompleteResetAsync(
        HttpContext context, IIdentityProvider provider, AccountDirectory directory, AccountSessions sessions)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.CompletePasswordResetRequest);
        if (request is null)
        {
            return problem!;
        }

        var identity = await provider.CompletePasswordResetAsync(request.Token!, request.Password!, context.RequestAborted);
        if (!identity.IsSuccess)
        {
            return identity.Error.ToProblem("/password");
        }

        if (await directory.FindAsync(identity.Value, context.RequestAborted) is not { } account)
        {
            return AccountProblems.InvalidToken();
        }

        await sessions.EndAllAsync(context, account, but: null);
        return Results.NoContent();
    }

    private static async Task<IResult> ChangePasswordAsync(
        HttpContext context, IIdentityProvider provider, AccountSessions sessions, AccountLimiter limiter)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ChangePasswordRequest);
        if (request is null)
        {
            return problem!;
        }

        var (account, session) = CurrentAccount.Of(context);
        if (limiter.SignIn(context, account.Email) is { } refusal)
        {
            return refusal;
        }

        var changed = await provider.ChangePasswordAsync(account, request.CurrentPassword!, request.NewPassword!, context.RequestAborted);
        if (!changed.IsSuccess)
        {
            return changed.Error.ToProblem("/new_password");
        }

        limiter.SignedIn(context, account.Email);
        await sessions.EndAllAsync(context, account, but: session);
        return Results.NoContent();
    }

    private static async Task<IResult> RequestEmailChangeAsync(HttpContext context, IIdentityProvider provider, AccountLimiter limiter)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.ChangeEmailRequest);
        if (request is null)
        {
            return problem!;
        }

        var (account, to) = (CurrentAccount.Of(context).Account, EmailAddress.Parse(request.Email!));
        if ((limiter.SignIn(context, account.Email) ?? limiter.Mail(context, to)) is { } refusal)
        {
            return refusal;
        }

        var identity = await provider.SignInAsync(account.Email, request.Password!, context.RequestAborted);
        if (!identity.IsSuccess)
        {
            return identity.Error.ToProblem();
        }

        limiter.SignedIn(context, account.Email);
        var token = await provider.BeginEmailChangeAsync(account, to, context.RequestAborted);
        return token.IsSuccess ? Results.StatusCode(StatusCodes.Status202Accepted) : token.Error.ToProblem();
    }

    private static async Task<IResult> ConfirmEmailChangeAsync(HttpContext context, IIdentityProvider provider, AccountDirectory directory)
    {
        var (request, problem) = await JsonBody.ReadAsync(context, ApiJson.Default.TokenRequest);
        if (request is null)
        {
            return problem!;
        }

        var moved = await provider.CompleteEmailChangeAsync(request.Token!, context.RequestAborted);
        if (!moved.IsSuccess)
        {
            return moved.Error.ToProblem();
        }

        return await directory.FindAsync(moved.Value.Now, context.RequestAborted) is null ? AccountProblems.InvalidToken() : Results.NoContent();
    }
}
