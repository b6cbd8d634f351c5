using System.Diagnostics.Metrics;

namespace RelayKit.Mail;

/// <summary>What becomes of mails.</summary>
public sealed class MailInstruments : IDisposable
{
    private readonly Meter _meter = new(Telemetry.MeterName);
    private readonly Counter<long> _messages;
    private readonly Counter<long> _events;

    /// <summary>Makes the instruments.</summary>
    public MailInstruments()
    {
        _messages = _meter.CreateCounter<long>("relaykit.mail.messages", "{message}", "Tries to send a mail, by way and by what came of it.");
        _events = _meter.CreateCounter<long>("relaykit.mail.events", "{event}", "What the provider told of mails that it took, by type; each event once.");
    }

    /// <summary>A mail was tried, or found not to be sent at all.</summary>
    /// <param name="transport"><see cref="IMailTransport.Name"/>.</param>
    /// <param name="outcome">What came of it.</param>
    public void Tried(string transport, string outcome) =>
        _messages.Add(1, new KeyValuePair<string, object?>("transport", transport), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>The provider told of a mail.</summary>
    /// <param name="type">The event's type; of one that is not known it is <c>other</c>, so that nobody can make as many as they like.</param>
    public void Told(string type) => _events.Add(1, new KeyValuePair<string, object?>("type", type is
        "email.sent" or "email.delivered" or "email.delivery_delayed" or "email.bounced" or "email.complained" or "email.failed" or "email.suppressed"
        ? type
        : "other"));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
