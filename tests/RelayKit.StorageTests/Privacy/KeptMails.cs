using RelayKit.Mail;

namespace RelayKit.StorageTests.Privacy;

/// <summary>Keeps to its port: of one id it sends one. It can be away.</summary>
internal sealed class KeptMails : IMailSender
{
    private readonly Dictionary<string, MailMessage> _sent = [];

    public bool IsAway { get; set; }

    public IEnumerable<MailMessage> Sent => _sent.Values;

    public Task SendAsync(MailMessage message, CancellationToken cancellation)
    {
        if (IsAway)
        {
            throw new MailException(message.Id, null);
        }

        _sent.TryAdd(message.Id, message);
        return Task.CompletedTask;
    }
}
