namespace RelayKit.Mail.Templates;

/// <summary>Mails about a tenant's webhook endpoints.</summary>
public static class WebhookMailTemplates
{
    /// <summary>To the owners: an endpoint has not taken a webhook for some time.</summary>
    /// <param name="endpoint">Its id: <c>whe_…</c>.</param>
    /// <param name="host">Its host: paths and queries may have secrets.</param>
    /// <param name="since">Since when nothing was taken.</param>
    /// <param name="disabledAt">When it is disabled, unless it takes one before.</param>
    public static MailContent EndpointFailing(string endpoint, string host, DateTimeOffset since, DateTimeOffset disabledAt) =>
        new MailDraft("webhook-endpoint-failing", "A webhook endpoint of yours does not answer")
            .Say("RelayKit cannot deliver webhooks to one of your endpoints, and goes on trying. No event is lost: they stay in the event log and can be replayed.")
            .Facts(("Endpoint", endpoint), ("Host", host), ("Failing since", since.Text()), ("Disabled at", disabledAt.Text()))
            .Say("What was sent and what came back is in the endpoint's deliveries. One webhook that it takes is enough to keep it.")
            .Build();

    /// <summary>To the owners: an endpoint was switched off, since it has taken nothing for too long or has said that it is gone.</summary>
    /// <param name="endpoint">Its id: <c>whe_…</c>.</param>
    /// <param name="host">Its host.</param>
    /// <param name="since">Since when nothing was taken; null where it said itself that it is gone.</param>
    public static MailContent EndpointDisabled(string endpoint, string host, DateTimeOffset? since) =>
        new MailDraft("webhook-endpoint-disabled", "A webhook endpoint of yours was disabled")
            .Say(since is null
                ? "One of your endpoints has said that it is gone, so RelayKit sends nothing there any more."
                : "One of your endpoints has taken no webhook for too long, so RelayKit sends nothing there any more.")
            .Facts(("Endpoint", endpoint), ("Host", host), ("Failing since", since?.Text()))
            .Say("Once it works, enable it again and replay what it has missed: the event log has it.")
            .Build();
}
