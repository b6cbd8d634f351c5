using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.Accounts;

/// <summary>Makes an account and its tenant.</summary>
/// <param name="Email">The e-mail address.</param>
/// <param name="Password">The password: 12 characters at the least, 72 bytes in UTF-8 at the most.</param>
/// <param name="Organization">The organisation's name, 1 to 200 characters.</param>
/// <param name="Name">What the person is called; left out, nothing.</param>
internal sealed record SignUpRequest(
    [property: Needed("give an e-mail address"), Email] string? Email,
    [property: Needed("choose one"), NewPassword] string? Password,
    [property: Needed("give 1 to 200 characters"), Title(200)] string? Organization,
    [property: Title(200)] string? Name)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(SignUpRequest);
}

/// <summary>Signs in.</summary>
/// <param name="Email">The e-mail address.</param>
/// <param name="Password">The password.</param>
internal sealed record SignInRequest(
    [property: Needed("give the account's address"), Email] string? Email,
    [property: Needed("give the account's password"), FreeText(1024)] string? Password)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(SignInRequest);
}

/// <summary>A token from a mail.</summary>
/// <param name="Token">The token.</param>
internal sealed record TokenRequest([property: Needed("give the token from the mail"), FreeText(1024)] string? Token)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(TokenRequest);
}

/// <summary>Asks for a mail to set a new password.</summary>
/// <param name="Email">The account's address.</param>
internal sealed record PasswordResetRequest([property: Needed("give the account's address"), Email] string? Email)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(PasswordResetRequest);
}

/// <summary>Sets a new password with a token from a mail.</summary>
/// <param name="Token">The token.</param>
/// <param name="Password">The new password.</param>
internal sealed record CompletePasswordResetRequest(
    [property: Needed("give the token from the mail"), FreeText(1024)] string? Token,
    [property: Needed("choose one"), NewPassword] string? Password)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(CompletePasswordResetRequest);
}

/// <summary>Changes the password.</summary>
/// <param name="CurrentPassword">The present one.</param>
/// <param name="NewPassword">The new one.</param>
internal sealed record ChangePasswordRequest(
    [property: Needed("give the present password"), FreeText(1024)] string? CurrentPassword,
    [property: Needed("choose one"), NewPassword] string? NewPassword)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(ChangePasswordRequest);
}

/// <summary>Asks to move the account to another address.</summary>
/// <param name="Email">The new address.</param>
/// <param name="Password">The account's password.</param>
internal sealed record ChangeEmailRequest(
    [property: Needed("give the new address"), Email] string? Email,
    [property: Needed("give the account's password"), FreeText(1024)] string? Password)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(ChangeEmailRequest);
}

/// <summary>Corrects what is known of the person.</summary>
/// <param name="Name">What the person is called; null for nothing.</param>
internal sealed record UpdateMeRequest([property: Title(200)] string? Name);

/// <summary>Changes what an account may do.</summary>
/// <param name="Role"><c>owner</c>, <c>developer</c>, <c>billing</c> or <c>read_only</c>.</param>
internal sealed record UpdateAccountRequest(
    [property: Needed("give a role"), OneOf("owner", "developer", "billing", "read_only")] string? Role);

/// <summary>Invites somebody.</summary>
/// <param name="Email">Whom; the mail with the token goes there.</param>
/// <param name="Role">What the account may do then: <c>owner</c>, <c>developer</c>, <c>billing</c> or <c>read_only</c>.</param>
internal sealed record CreateInvitationRequest(
    [property: Needed("give an e-mail address"), Email] string? Email,
    [property: Needed("give a role"), OneOf("owner", "developer", "billing", "read_only")] string? Role)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(CreateInvitationRequest);
}

/// <summary>Accepts an invitation.</summary>
/// <param name="Token">The token from the mail.</param>
/// <param name="Password">The password: 12 characters at the least, 72 bytes in UTF-8 at the most.</param>
/// <param name="Name">What the person is called; left out, nothing.</param>
internal sealed record AcceptInvitationRequest(
    [property: Needed("give the token from the mail"), FreeText(1024)] string? Token,
    [property: Needed("choose one"), NewPassword] string? Password,
    [property: Title(200)] string? Name)
{
    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(AcceptInvitationRequest);
}
