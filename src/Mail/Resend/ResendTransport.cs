using Microsoft.Extensions.Options;

namespace RelayKit.Mail.Resend;

/// <summary>Sends mails by Resend's API, no faster than its limits.</summary>
internal sealed class ResendTransport(ResendClient client, ResendPace pace, IOptions<MailOptions> mail, TimeProvider time) : IMailTransport
{
    /// <summary>Resend remembers a key for 24 hours; an hour less, since the clocks and the way there are not the same.</summary>
    internal static readonly TimeSpan KeyMemory = TimeSpan.FromHours(23);

    public string Name => "resend";

    public TimeSpan? Memory => KeyMemory;

    public async Task<MailOutcome> SendAsync(MailMessage message, CancellationToken cancellation)
    {
        if (Paused() is { } before)
        {
            return before;
        }

        var wait = pace.Take();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }

        if (Paused() is { } meanwhile)
        {
            return meanwhile;
        }

        var answer = await client.SendAsync(ResendEmail.Of(message, mail.Value), message.Id, cancellation);
        var (outcome, pauseUntil) = ResendClassification.Of(answer, time.GetUtcNow());
        if (pauseUntil is { } until)
        {
            pace.Pause(until);
        }

        return outcome;
    }

    private MailOutcome? Paused() => pace.PausedUntil is { } until ? MailOutcome.NotYet("Resend wants no more for now.", until) : null;
}
