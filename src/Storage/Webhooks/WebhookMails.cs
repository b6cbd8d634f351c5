using System.Globalization;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Mail.Templates;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>Mails the tenant's owners. A tenant without accounts has its event log, and sees it at the endpoint.</summary>
internal sealed class WebhookMails(IMailOutbox mails) : IWebhookNotices
{
    public Task TellFailingAsync(WebhookEndpoint endpoint, CancellationToken cancellation)
    {
        var since = endpoint.FailingSince ?? endpoint.UpdatedAt;
        return AddAsync(endpoint, WebhookMailTemplates.EndpointFailing(IdOf(endpoint), HostOf(endpoint), since, since + WebhookHealth.StopAfter), cancellation);
    }

    public Task TellStoppedAsync(WebhookEndpoint endpoint, CancellationToken cancellation) => AddAsync(
        endpoint,
        WebhookMailTemplates.EndpointDisabled(IdOf(endpoint), HostOf(endpoint), endpoint.Stop == WebhookStop.Gone ? null : endpoint.FailingSince),
        cancellation);

    /// <summary>Of one failing each is told once.</summary>
    private Task AddAsync(WebhookEndpoint endpoint, MailContent content, CancellationToken cancellation)
    {
        var fact = string.Create(CultureInfo.InvariantCulture, $"{content.Kind}/{IdOf(endpoint)}/{endpoint.FailingSince?.ToUnixTimeSeconds() ?? 0}");
        return mails.AddAsync(new OwnerMail(endpoint.Tenant, fact, content), cancellation);
    }

    private static string IdOf(WebhookEndpoint endpoint) => PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id);

    /// <summary>Paths and queries may have secrets in them.</summary>
    private static string HostOf(WebhookEndpoint endpoint) => WebhookUrl.HostOf(endpoint.Url) ?? "unknown";
}
