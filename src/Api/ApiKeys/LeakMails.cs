using RelayKit.Accounts;
using RelayKit.ApiKeys;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>Mails the tenant's owners that a key has leaked and works no longer. A tenant without accounts has its event log.</summary>
internal sealed partial class LeakMails(IAccountStore accounts, IMailSender sender, ILogger<LeakMails> logger) : ILeakNotices
{
    private const string Kind = "api-key-leaked";

    public async Task TellAsync(ApiKey key, string? foundAt, CancellationToken cancellation)
    {
        var id = PublicId.Format(PublicId.ApiKey, key.Id);
        LogLeaked(id, key.Tenant.ToString());
        try
        {
            foreach (var owner in (await accounts.ListAsync(key.Tenant, cancellation)).Accounts.Where(static account => account.Role == AccountRole.Owner))
            {
                await sender.SendAsync(
                    new MailMessage
                    {
                        Id = $"{Kind}/{id}/{owner.Id}",
                        Kind = Kind,
                        To = owner.Email.Text,
                        Subject = "An API key of yours has leaked and was revoked",
                        Text = TextOf(key, id, foundAt),
                    },
                    cancellation);
            }
        }
        catch (Exception fault) when (fault is MailException or System.Data.Common.DbException or TimeoutException)
        {
            // The key is dead, and the log has told of it.
            LogNotTold(fault, id);
        }
    }

    /// <summary>What others have written is set apart, and kept to its line.</summary>
    private static string TextOf(ApiKey key, string id, string? foundAt) =>
        $"""
        Somebody has reported that they found an API key of yours where it should not be. RelayKit has revoked it, with all its secrets; whatever uses it is refused now.

        Key: {id} ({key.Prefix}…{key.LastFour}), named: {OneLine(key.Name)}
        {(foundAt is null ? "They did not say where they found it." : $"Where, as they say (do not trust the address): {OneLine(foundAt)}")}

        Make another key, put it where the old one was, and look in the request log for calls that are not yours.
        """.ReplaceLineEndings("\n");

    private static string OneLine(string text) => string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter));

    [LoggerMessage(LogLevel.Warning, "The API key {Key} of {Tenant} was reported as leaked and is revoked")]
    private partial void LogLeaked(string key, string tenant);

    [LoggerMessage(LogLevel.Error, "The owners of the API key {Key}, which was reported as leaked, could not be told by mail")]
    private partial void LogNotTold(Exception fault, string key);
}
