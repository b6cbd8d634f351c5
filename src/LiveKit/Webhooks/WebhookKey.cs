namespace RelayKit.LiveKit;

/// <summary>A key pair under which a LiveKit cluster may sign webhooks.</summary>
/// <param name="Cluster">Name of the cluster in RelayKit's configuration.</param>
/// <param name="ApiKey">What the token's <c>iss</c> says.</param>
/// <param name="ApiSecret">The HMAC key; its UTF-8 bytes, never base64-decoded.</param>
public sealed record WebhookKey(string Cluster, string ApiKey, string ApiSecret)
{
    /// <summary>Cluster and API key, without the secret.</summary>
    public override string ToString() => $"{Cluster}/{ApiKey}";
}
