namespace RelayKit.Accounts;

/// <summary>What a token in a mail is good for.</summary>
public enum TokenPurpose
{
    /// <summary>Shows that mail to the account's address reaches its owner.</summary>
    VerifyEmail = 0,

    /// <summary>Sets a new password.</summary>
    ResetPassword = 1,

    /// <summary>Moves the account to the address that the mail went to.</summary>
    ChangeEmail = 2,
}
