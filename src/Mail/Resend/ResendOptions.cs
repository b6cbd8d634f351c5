namespace RelayKit.Mail.Resend;

/// <summary>An account at Resend. Section <c>RelayKit:Resend</c>.</summary>
public sealed class ResendOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Resend";

    /// <summary>The environment variables begin with it.</summary>
    internal const string Prefix = "RelayKit__Resend__";

    /// <summary>The API key: <c>re_…</c>; one that may only send is enough. With it mails are sent by Resend.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where the API is. Default: Resend's own. Another is taken by https, or by http on this very machine.</summary>
    public string Url { get; set; } = "https://api.resend.com";

    /// <summary>Requests in a second that this process makes at most. Resend's limit is 5 for a whole team: with several silos, each gets its share. Default: 5.</summary>
    public double RequestsPerSecond { get; set; } = 5;

    /// <summary>
    /// The secret of the webhook by which Resend tells of bounces: <c>whsec_…</c>. Several, parted by commas, while it is rotated. Without it
    /// <c>/webhooks/resend</c> refuses everything.
    /// </summary>
    public string? WebhookSecret { get; set; }

    /// <summary>Seconds that a request may take. Default: 15.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary><see cref="WebhookSecret"/>, taken apart.</summary>
    public IReadOnlyList<string> WebhookSecrets =>
        WebhookSecret?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
