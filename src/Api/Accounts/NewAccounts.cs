using RelayKit.Accounts;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Identifiers;

namespace RelayKit.Api.Accounts;

/// <summary>What signing up and accepting an invitation have in common.</summary>
internal sealed class NewAccounts(
    IIdentityProvider provider, AccountDirectory directory, AccountSessions sessions, AccountLimiter limiter, AddressLimiter addresses, TimeProvider time)
{
    /// <summary>Makes an account, signs it in, and mails what verifies its address where that is not known yet. Ends the same when it runs again.</summary>
    /// <param name="context">The request.</param>
    /// <param name="enrolment">Whose.</param>
    /// <param name="name">What the person is called.</param>
    /// <param name="write">Writes the account, of which tenant and role are still open, with its password's hash.</param>
    public async Task<IResult> MakeAsync(
        HttpContext context, Enrolment enrolment, string? name, Func<Account, string?, Task<Result<Account>>> write)
    {
        if ((addresses.CountSignUp(context) ?? limiter.SignUp(context)) is { } refusal)
        {
            return refusal;
        }

        var credential = await provider.EnrolAsync(enrolment, context.RequestAborted);
        if (!credential.IsSuccess)
        {
            return credential.Error.ToProblem("/password");
        }

        var draft = new Account
        {
            Id = enrolment.Account,
            Tenant = default,
            Email = enrolment.Email,
            EmailVerifiedAt = enrolment.IsEmailVerified ? time.GetUtcNow() : null,
            Name = name ?? "",
            Role = AccountRole.ReadOnly,
            Provider = provider.Name,
            Subject = credential.Value.Subject,
            CreatedAt = UuidVersion7.InstantOf(enrolment.Account.Value),
        };
        var written = await write(draft, credential.Value.PasswordHash);
        if (!written.IsSuccess)
        {
            return written.Error.ToProblem();
        }

        var account = written.Value;
        if (account.EmailVerifiedAt is null)
        {
            await provider.BeginVerificationAsync(account, context.RequestAborted);
        }

        var answer = await directory.DescribeAsync(account, context.RequestAborted);
        await sessions.BeginAsync(context, account);
        return Results.Json(answer, ApiJson.Default.SignedInResponse, statusCode: StatusCodes.Status201Created);
    }
}
