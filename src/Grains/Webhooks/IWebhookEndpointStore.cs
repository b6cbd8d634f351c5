using System.Collections.Immutable;
using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.Webhooks;

/// <summary>Where tenants' endpoints are kept. Every call sees the rows of one tenant only.</summary>
public interface IWebhookEndpointStore
{
    /// <summary>What an endpoint's secrets are sealed for.</summary>
    static readonly SecretPurpose Purpose = new("webhook.secret");

    /// <summary>Adds an endpoint, unless it is there already.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="most">How many the tenant may have in its mode.</param>
    /// <param name="cancellation">Gives up; then it may have been added.</param>
    /// <returns>The endpoint as it is kept; null where the tenant has as many as it may have.</returns>
    Task<WebhookEndpoint?> AddAsync(WebhookEndpoint endpoint, int most, CancellationToken cancellation);

    /// <summary>Reads an endpoint; null when the tenant has none of that id.</summary>
    Task<WebhookEndpoint?> FindAsync(TenantId tenant, Guid id, CancellationToken cancellation);

    /// <summary>Reads endpoints, those made last first.</summary>
    Task<WebhookEndpointPage> ListAsync(WebhookEndpointQuery query, CancellationToken cancellation);

    /// <summary>
    /// Saves what a tenant has changed: address, description, types, whether it is on, secrets. Whoever switches it on begins anew: what failed before is
    /// forgotten. False when the endpoint is not as it was one <see cref="WebhookEndpoint.Version"/> before, or is gone.
    /// </summary>
    Task<bool> SaveAsync(WebhookEndpoint changed, CancellationToken cancellation);

    /// <summary>Removes an endpoint; false when there is none.</summary>
    Task<bool> RemoveAsync(TenantId tenant, Guid id, CancellationToken cancellation);
}

/// <summary>Which endpoints to read.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Mode">Only those of this mode; null for both.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">Only those made before this one; null for the newest.</param>
public sealed record WebhookEndpointQuery(TenantId Tenant, Mode? Mode, int Limit, Guid? Before);

/// <summary>A page of endpoints.</summary>
/// <param name="Endpoints">The endpoints.</param>
/// <param name="Next">The last one, if there are more.</param>
public sealed record WebhookEndpointPage(ImmutableArray<WebhookEndpoint> Endpoints, Guid? Next);
