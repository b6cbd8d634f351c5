namespace RelayKit.Webhooks;

/// <summary>When a tenant is told that an endpoint fails, and when nothing more is sent there.</summary>
public static class WebhookHealth
{
    /// <summary>After so long a time of tries that all failed the tenant is told.</summary>
    public static readonly TimeSpan TellAfter = TimeSpan.FromDays(1);

    /// <summary>After so long a time of tries that all failed the endpoint is switched off.</summary>
    public static readonly TimeSpan StopAfter = TimeSpan.FromDays(5);

    /// <summary>What is to be done about an endpoint now.</summary>
    public static WebhookStep StepOf(WebhookEndpoint endpoint, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsEnabled)
        {
            // Switched off by the tenant itself: it knows.
            return endpoint.Stop is not null && endpoint.Told != WebhookTold.Stopped ? WebhookStep.TellStopped : WebhookStep.None;
        }

        return (now - endpoint.FailingSince) switch
        {
            { } time when time >= StopAfter => WebhookStep.Stop,
            { } time when time >= TellAfter && endpoint.Told == WebhookTold.Nothing => WebhookStep.TellFailing,
            _ => WebhookStep.None,
        };
    }
}

/// <summary>What is to be done about an endpoint that fails.</summary>
public enum WebhookStep
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The tenant is to be told that it fails.</summary>
    TellFailing = 1,

    /// <summary>It is to be switched off.</summary>
    Stop = 2,

    /// <summary>It was switched off, and the tenant is to be told.</summary>
    TellStopped = 3,
}
