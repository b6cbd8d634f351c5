namespace RelayKit.Mail.Templates;

/// <summary>Mails about a tenant's webhook endpoints.</summary>
public static class WebhookMailTemplates
{
    /// <summary>To the owners: an endpoint has not taken a webhook for some time.</summary>
    /// <param name="endpoint">Its id: <c>whe_…</c>.</param>
    /// <param name="host">Where it is; path and query, which may have secrets, left out.</param>
    /// <param name="since">Since when nothing was taken.</param>
    /// <param name="disabledAt">When it is switched off, unless it takes one before.</param>
    public static MailContent EndpointFailing(string endpoint, string host, DateTimeOffset since, DateTimeOffset disabledAt) =>
        new MailDraft("webhook-endpoint-failing", "A webhook endpoint of yours does not answer")
            .Say("Every request that RelayKit has sent to one of your webhook endpoints has failed for some time. What failed is tried again for three days, and stays in the event log, from which it can be replayed.")
            .Facts(("Endpoint", endpoint), ("Host", host), ("Failing since", since.Text()), ("Switched off at", disabledAt.Text()))
            .Say($"One webhook that it takes is enough to keep it. What was sent and what came back is in GET /v1/webhook-endpoints/{endpoint}/deliveries.")
            .Build();

    /// <summary>To the owners: an endpoint was switched off, since it has taken nothing for too long or has said that it is gone.</summary>
    /// <param name="endpoint">Its id: <c>whe_…</c>.</param>
    /// <param name="host">Where it is; path and query left out.</param>
    /// <param name="since">Since when nothing was taken; null where it said itself that it is gone.</param>
    public static MailContent EndpointDisabled(string endpoint, string host, DateTimeOffset? since) =>
        new MailDraft("webhook-endpoint-disabled", "A webhook endpoint of yours was switched off")
            .Say(since is null
                ? "One of your webhook endpoints has answered 410 (Gone), so RelayKit sends nothing there any more."
                : "Every request that RelayKit has sent to one of your webhook endpoints has failed for too long, so RelayKit sends nothing there any more.")
            .Facts(("Endpoint", endpoint), ("Host", host), ("Failing since", since?.Text()))
            .Say("When the receiver works again, enable the endpoint and replay what it has missed: the event log has it for 30 days.")
            .Build();
}
