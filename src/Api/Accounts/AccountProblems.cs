using RelayKit.Accounts;
using RelayKit.Api.Problems;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Accounts;

/// <summary>From errors about accounts to HTTP.</summary>
internal static class AccountProblems
{
    /// <summary>As any error; one about the new password names its field.</summary>
    public static ProblemResult ToProblem(this Error error, string passwordPointer) => error.Code == ErrorCode.PasswordRefused
        ? ProblemMapping.Invalid([new FieldError(passwordPointer, error.Message)])
        : error.ToProblem();

    /// <summary>Checks a new password against whose it is to be.</summary>
    public static void CheckPassword(FieldErrors errors, string? password, string? email, string? organization)
    {
        if (password is { Length: > 0 }
            && PasswordRules.FaultOfForm(password) is null
            && EmailAddress.TryParse(email, out var address)
            && PasswordRules.FaultOf(password, address, organization) is { } fault)
        {
            errors.Add("/password", fault);
        }
    }

    public static ProblemResult InvalidToken() =>
        new Error(ErrorCode.InvalidToken, "The token is unknown, was used, or has run out. Ask for a new mail.").ToProblem();
}
