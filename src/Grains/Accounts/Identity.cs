namespace RelayKit.Accounts;

/// <summary>What a provider says of somebody; RelayKit's account is brought in line with it.</summary>
/// <param name="Subject">What the provider calls it; <see cref="Account.Subject"/>.</param>
/// <param name="Email">Its address as the provider has it.</param>
/// <param name="IsEmailVerified">Whether mail to it is known to reach its owner.</param>
public sealed record Identity(string Subject, EmailAddress Email, bool IsEmailVerified)
{
    /// <summary>Without the address, so that no log can hold it.</summary>
    public override string ToString() => $"Identity {{ {Subject} }}";
}

/// <summary>Somebody whose address has changed just now.</summary>
/// <param name="Now">As the provider has it now.</param>
/// <param name="Before">The address before.</param>
public sealed record MovedIdentity(Identity Now, EmailAddress Before)
{
    /// <summary>Without the addresses, so that no log can hold them.</summary>
    public override string ToString() => $"MovedIdentity {{ {Now.Subject} }}";
}

/// <summary>Asks a provider to take a new password in.</summary>
/// <param name="Account">The id that the account is going to have.</param>
/// <param name="Email">Its address.</param>
/// <param name="Password">Its password, which <see cref="PasswordRules"/> take.</param>
/// <param name="IsEmailVerified">Whether the address is known to be its owner's: an invitation has arrived there.</param>
public sealed record Enrolment(AccountId Account, EmailAddress Email, string Password, bool IsEmailVerified)
{
    /// <summary>Without address and password, so that no log can hold them.</summary>
    public override string ToString() => $"Enrolment {{ {Account} }}";
}

/// <summary>What an account is written with.</summary>
/// <param name="Subject">What the provider calls it.</param>
/// <param name="PasswordHash">bcrypt's hash where RelayKit keeps it; null where the provider does.</param>
public sealed record Credential(string Subject, string? PasswordHash)
{
    /// <summary>Without the hash, so that no log can hold it.</summary>
    public override string ToString() => $"Credential {{ {Subject} }}";
}

/// <summary>A token on its way into a mail.</summary>
/// <param name="To">Where it goes.</param>
/// <param name="Token">The token.</param>
/// <param name="Id">What tells it from other tokens, and tells nothing of it: the mail's id has it.</param>
/// <param name="ExpiresAt">From when on it is good for nothing.</param>
public sealed record MailedToken(EmailAddress To, string Token, Guid Id, DateTimeOffset ExpiresAt)
{
    /// <summary>Without address and token, so that no log can hold them.</summary>
    public override string ToString() => $"MailedToken {{ {Id} }}";
}
