using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Notices;

namespace RelayKit.Storage.Notices;

/// <summary>
/// Sends notices to every account, a page of them at a time and by their ids, so that how far it is is one id. Whoever goes on after a crash sends
/// some again, under the same ids of mails, and a mail of one id is sent once.
/// </summary>
internal sealed partial class NoticeSender(
    PostgresDataSources sources, IAccountAddresses accounts, IMailSender mails, TimeProvider time, ILogger<NoticeSender> logger) : PeriodicWork(Period, time)
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
            foreach (var account in page)
            {
                await mails.SendAsync(MailTo(account, claimed.Notice), cancellation);
            }

            upTo = page.IsEmpty ? upTo : page[^1].Account;
            DateTimeOffset? finished = page.Length < PageSize ? Time.GetUtcNow() : null;
            isMine = await _claims.MoveOnAsync(claimed, upTo, page.Length, finished, Time.GetUtcNow(), cancellation) && finished is null;
        }

        LogSent(claimed.Notice.Id);
        return true;
    }

    internal static MailMessage MailTo(AccountAddress account, Notice notice) => new()
    {
        Id = $"notice/{PublicId.Format(PublicId.Notice, notice.Id)}/{PublicId.Format(PublicId.Account, account.Account)}",
        Kind = notice.Kind.Replace('_', '-'),
        To = account.Address,
        Subject = notice.Subject,
        Text = string.Create(CultureInfo.InvariantCulture, $"{notice.Text.ReplaceLineEndings("\n")}\n\nThis holds from {notice.EffectiveAt.UtcDateTime:yyyy-MM-dd} on.\n"),
    };

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            while (await SendNextAsync(stopping))
            {
                // The next one may be waiting already.
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or MailException)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Information, "Notice {Notice} was sent to every account")]
    private partial void LogSent(Guid notice);

    [LoggerMessage(LogLevel.Warning, "A notice could not be sent; the next try goes on where this one was")]
    private partial void LogFailed(Exception fault);
}
