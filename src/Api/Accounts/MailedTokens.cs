using RelayKit.Accounts;

namespace RelayKit.Api.Accounts;

/// <summary>Makes tokens that are mailed, and finds them when they come back. They are RelayKit's own with any provider.</summary>
internal sealed class MailedTokens(IAccountTokenStore tokens, AccountMails mails, TimeProvider time)
{
    /// <summary>Makes a token, in place of the account's earlier ones of its purpose, and mails it: it is written with its mail, or neither is.</summary>
    public async Task<MailedToken> MakeAsync(Account account, TokenPurpose purpose, EmailAddress to, CancellationToken cancellation)
    {
        var made = AccountToken.New(account, purpose, time.GetUtcNow(), purpose == TokenPurpose.ChangeEmail ? to : null);
        var token = SecretToken.Generate();
        var mailed = new MailedToken(to, token, made.Id, made.ExpiresAt);
        await tokens.AddAsync(made, SecretToken.Hash(token), mails.Of(account, purpose, mailed), cancellation);
        return mailed;
    }

    /// <summary>What is kept of a token; null when it is none, or good for nothing now. It is not used by that.</summary>
    public async Task<AccountToken?> FindAsync(string token, TokenPurpose purpose, CancellationToken cancellation) =>
        SecretToken.IsWellFormed(token)
        && await tokens.FindAsync(SecretToken.Hash(token), cancellation) is { } found
        && found.IsGoodFor(purpose, time.GetUtcNow())
            ? found
            : null;
}
