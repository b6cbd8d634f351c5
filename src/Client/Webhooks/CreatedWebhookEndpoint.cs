namespace RelayKit.Client;

/// <summary>A webhook endpoint with its secret, which no other answer has.</summary>
public sealed record CreatedWebhookEndpoint : WebhookEndpoint
{
    /// <summary>What webhooks are signed with, <c>whsec_…</c>: for <see cref="WebhookVerifier"/>, and to be kept where secrets are.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Without the secret, so that no log can hold it.</summary>
    public override string ToString() => $"{nameof(CreatedWebhookEndpoint)} {{ {Id} }}";
}
