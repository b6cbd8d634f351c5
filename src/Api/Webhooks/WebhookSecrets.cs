using RelayKit.Api.Idempotency;
using RelayKit.Secrets;
using RelayKit.Tenants;
using RelayKit.Webhooks;

namespace RelayKit.Api.Webhooks;

/// <summary>Makes endpoints' secrets, each the same in all runs of its request, and seals them.</summary>
internal sealed class WebhookSecrets(ISecretProtector protector)
{
    /// <summary>The secret that a request makes.</summary>
    public static WebhookSecret Of(IdempotentRequest request) => WebhookSecret.Of(request.Bytes("webhook secret", WebhookSecret.GeneratedBytes));

    /// <summary>What is stored of a secret.</summary>
    public byte[] Seal(TenantId tenant, WebhookSecret secret) => protector.Protect(IWebhookEndpointStore.Purpose, tenant, secret.ToBytes());

    /// <summary>Whether it is the one that an endpoint has already.</summary>
    public bool IsOf(WebhookEndpoint endpoint, WebhookSecret secret) =>
        protector.Unprotect(IWebhookEndpointStore.Purpose, endpoint.Tenant, endpoint.Secret).AsSpan().SequenceEqual(secret.ToBytes());
}
