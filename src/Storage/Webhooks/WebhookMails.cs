using System.Globalization;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>Mails the tenant's owners. A tenant without accounts has its event log, and sees it at the endpoint.</summary>
internal sealed class WebhookMails(IMailOutbox mails, TimeProvider time) : IWebhookNotices
{
    public Task TellFailingAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
    {
        var since = endpoint.FailingSince ?? time.GetUtcNow();
        return AddAsync(
            endpoint, "failing", WebhookMailTemplates.EndpointFailing(IdOf(endpoint), HostOf(endpoint), since, since + WebhookHealth.StopAfter), cancellation);
    }

    public Task TellStoppedAsync(WebhookEndpoint endpoint, CancellationToken cancellation) => AddAsync(
        endpoint,
        "disabled",
        WebhookMailTemplates.EndpointDisabled(IdOf(endpoint), HostOf(endpoint), endpoint.Stop == WebhookStop.Gone ? null : endpoint.FailingSince),
        cancellation);

    /// <summary>Of one time that it fails there is one mail of each kind, however often it is handed over.</summary>
    private Task AddAsync(WebhookEndpoint endpoint, string what, MailContent content, CancellationToken cancellation) => mails.AddAsync(
        new OwnerMail(
            endpoint.Tenant,
            string.Create(CultureInfo.InvariantCulture, $"webhook-{what}/{IdOf(endpoint)}/{endpoint.FailingSince?.ToUnixTimeSeconds() ?? 0}"),
            content),
        cancellation);

    private static string IdOf(WebhookEndpoint endpoint) => PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id);

    /// <summary>The host alone: a path or a query may have secrets.</summary>
    private static string HostOf(WebhookEndpoint endpoint) => WebhookUrl.HostOf(endpoint.Url) ?? "unknown";
}
