namespace RelayKit.Client;

/// <summary>Asks for a new secret of a webhook endpoint.</summary>
/// <param name="OverlapSeconds">How long webhooks are signed with the old one as well.</param>
internal sealed record RotateWebhookSecret(int? OverlapSeconds);
