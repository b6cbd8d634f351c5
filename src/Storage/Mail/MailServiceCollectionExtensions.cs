using Microsoft.Extensions.DependencyInjection;
using RelayKit.Mail;
using RelayKit.Storage.Outbox;
using RelayKit.Storage.Secrets;

namespace RelayKit.Storage.Mail;

/// <summary>Registers what takes mails over, and what sends them.</summary>
internal static class MailServiceCollectionExtensions
{
    /// <summary>What a process needs to write mails into the outbox.</summary>
    public static IServiceCollection AddMailStores(this IServiceCollection services)
    {
        services.AddSingleton<SealedMails>();
        services.AddSingleton<IMailOutbox, MailOutbox>();
        services.AddSingleton<IMailSuppressionStore, PostgresMailSuppressionStore>();
        services.AddSingleton<MailInstruments>();
        return services.AddSingleton(new ProtectedColumn("outbox", "body", SealedMails.Purpose) { Rows = "kind = 'mail' and body is not null" });
    }

    /// <summary>What a process needs besides to send them; <see cref="IMailTransport"/> is added by whoever implements it.</summary>
    public static IServiceCollection AddMailSender(this IServiceCollection services)
    {
        services.AddSingleton<MailDoubts>();
        services.AddSingleton<OwnerMails>();
        return services.AddOutboxSender<MailSender>();
    }
}
