namespace RelayKit.Webhooks;

/// <summary>Tells the owners of a tenant of an endpoint that fails. Of one failing each is said once, however often this is called.</summary>
public interface IWebhookNotices
{
    /// <summary>It has failed for a day.</summary>
    Task TellFailingAsync(WebhookEndpoint endpoint, CancellationToken cancellation);

    /// <summary>It was switched off.</summary>
    Task TellStoppedAsync(WebhookEndpoint endpoint, CancellationToken cancellation);
}
