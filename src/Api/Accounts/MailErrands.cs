using System.Threading.Channels;
using RelayKit.Accounts;

namespace RelayKit.Api.Accounts;

/// <summary>
/// Answers to those who have forgotten their password are worked on after they were told that a mail is on its way: whether somebody has the
/// address shows neither in the answer nor in how long it takes. What waits when a process dies is lost, and asked for again.
/// </summary>
internal sealed partial class MailErrands(IIdentityProvider provider, ILogger<MailErrands> logger) : BackgroundService
{
    private const int Most = 1000;

    private readonly Channel<EmailAddress> _resets = Channel.CreateBounded<EmailAddress>(Most);

    /// <summary>Takes an errand. False when too many wait.</summary>
    public bool TryReset(EmailAddress email) => _resets.Writer.TryWrite(email);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var email in _resets.Reader.ReadAllAsync(stoppingToken))
            {
                await ResetAsync(email, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task ResetAsync(EmailAddress email, CancellationToken stopping)
    {
        try
        {
            await provider.BeginPasswordResetAsync(email, stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "A mail to set a new password could not be made; whoever waits for it has to ask again")]
    private partial void LogFailed(Exception fault);
}
