using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Notices;

namespace RelayKit.Storage.Notices;

/// <summary>
/// Puts mails of notices to every account into the outbox, a page of them at a time and by their ids, so that how far it is is one id. How far it is and the
/// mails up to there are one transaction.
/// </summary>
internal sealed partial class NoticeSender(
    PostgresDataSources sources, IAccountAddresses accounts, SealedMails mails, TimeProvider time, ILogger<NoticeSender> logger) : PeriodicWork(Period, time)
{
    /// <summary>How often it looks for something to do.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Accounts of a page: after so many it is said how far it is.</summary>
    internal const int PageSize = 100;

    private readonly NoticeClaims _claims = new(sources);

    /// <summary>Sends the next notice to all accounts, if there is one.</summary>
    /// <returns>Whether there was one.</returns>
    internal async Task<bool> SendNextAsync(CancellationToken cancellation)
    {
        if (await _claims.TakeAsync(Time.GetUtcNow(), cancellation) is not { } claimed)
        {
            return false;
        }

        var (upTo, isMine) = (claimed.UpTo, true);
        while (isMine)
        {
            var page = await accounts.ListAsync(upTo, PageSize, cancellation);
            var sealedMails = page.Select(account => mails.Seal(account.Tenant, MailTo(account, claimed.Notice))).ToList();
            upTo = page.IsEmpty ? upTo : page[^1].Account;
            DateTimeOffset? finished = page.Length < PageSize ? Time.GetUtcNow() : null;
            isMine = await _claims.MoveOnAsync(claimed, upTo, sealedMails, finished, Time.GetUtcNow(), cancellation) && finished is null;
        }

        LogSent(claimed.Notice.Id);
        return true;
    }

    internal static MailMessage MailTo(AccountAddress account, Notice notice) =>
        NoticeMailTemplates.Notice(notice.Kind.Replace('_', '-'), notice.Subject, notice.Text, notice.EffectiveAt)
            .To(account.Address, $"notice/{PublicId.Format(PublicId.Notice, notice.Id)}/{PublicId.Format(PublicId.Account, account.Account)}");

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            while (await SendNextAsync(stopping))
            {
                // The next one may be waiting already.
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Information, "Notice {Notice} was sent to every account")]
    private partial void LogSent(Guid notice);

    [LoggerMessage(LogLevel.Warning, "A notice could not be sent; the next try goes on where this one was")]
    private partial void LogFailed(Exception fault);
}
