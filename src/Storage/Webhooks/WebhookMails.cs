using System.Globalization;
using RelayKit.Accounts;
using RelayKit.Identifiers;
using RelayKit.Mail;
using RelayKit.Webhooks;

namespace RelayKit.Storage.Webhooks;

/// <summary>Mails the tenant's owners. A tenant without accounts has its event log, and sees it at the endpoint.</summary>
internal sealed class WebhookMails(IAccountStore accounts, IMailSender sender) : IWebhookNotices
{
    public Task TellFailingAsync(WebhookEndpoint endpoint, CancellationToken cancellation) => SendAsync(
        endpoint,
        "webhook-failing",
        "Your webhook endpoint has failed for a day",
        $"""
        Every request that RelayKit has sent to one of your webhook endpoints has failed since {Since(endpoint)}. What failed is tried again for three days; if nothing arrives until
        five days are over, the endpoint is switched off.
        """,
        cancellation);

    public Task TellStoppedAsync(WebhookEndpoint endpoint, CancellationToken cancellation) => SendAsync(
        endpoint,
        "webhook-disabled",
        "Your webhook endpoint was switched off",
        endpoint.Stop == WebhookStop.Gone
            ? "One of your webhook endpoints has answered 410 (Gone), so RelayKit sends nothing more there."
            : $"Every request that RelayKit has sent to one of your webhook endpoints has failed since {Since(endpoint)}. RelayKit sends nothing more there.",
        cancellation);

    private static string Since(WebhookEndpoint endpoint) =>
        endpoint.FailingSince?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "some time ago";

    private async Task SendAsync(WebhookEndpoint endpoint, string kind, string subject, string text, CancellationToken cancellation)
    {
        var id = PublicId.Format(PublicId.WebhookEndpoint, endpoint.Id);
        foreach (var owner in (await accounts.ListAsync(endpoint.Tenant, cancellation)).Accounts.Where(static account => account.Role == AccountRole.Owner))
        {
            await sender.SendAsync(
                new MailMessage
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"{kind}/{id}/{endpoint.FailingSince?.ToUnixTimeSeconds() ?? 0}/{owner.Id}"),
                    Kind = kind,
                    To = owner.Email.Text,
                    Subject = subject,
                    Text =
                        $"""
                        {text}

                        Endpoint: {id}
                        Address: {HostOf(endpoint)} (path and query are left out here)

                        What was sent and what came back is in the endpoint's deliveries: GET /v1/webhook-endpoints/{id}/deliveries. When the receiver works again, enable the endpoint and replay
                        what it has missed; nothing is lost for 30 days.

                        """.ReplaceLineEndings("\n"),
                },
                cancellation);
        }
    }

    private static string HostOf(WebhookEndpoint endpoint) => WebhookUrl.HostOf(endpoint.Url) ?? "unknown";
}
