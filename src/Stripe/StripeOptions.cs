namespace RelayKit.Stripe;

/// <summary>An account of Stripe. Section <c>RelayKit:Stripe</c>.</summary>
public sealed class StripeOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "RelayKit:Stripe";

    /// <summary>Where Stripe's API is.</summary>
    public const string DefaultApiBase = "https://api.stripe.com";

    /// <summary>What the events of RelayKit's meters begin with.</summary>
    public const string DefaultMeterEventPrefix = "relaykit_";

    /// <summary>The environment variables begin with it.</summary>
    internal const string Prefix = "RelayKit__Stripe__";

    /// <summary>The key of the account: <c>sk_…</c>, or <c>rk_…</c> with the rights that docs/stripe.md lists. Required.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where the API is; another address than Stripe's is for a double. https, but for this very machine.</summary>
    public string ApiBase { get; set; } = DefaultApiBase;

    /// <summary>What signs the webhooks of <c>/webhooks/stripe</c>: <c>whsec_…</c>. Required.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>What signed them before, while a rotation is under way; taken as well.</summary>
    public string? PreviousWebhookSecret { get; set; }

    /// <summary>
    /// What signs the thin events of <c>/webhooks/stripe/thin</c>. Without it that route takes nothing, and what Stripe could not count of a meter is only found by the
    /// nightly comparison.
    /// </summary>
    public string? ThinWebhookSecret { get; set; }

    /// <summary>What signed them before, while a rotation is under way; taken as well.</summary>
    public string? PreviousThinWebhookSecret { get; set; }

    /// <summary>
    /// What the names of meters' events begin with at Stripe: the meter <c>participant_minutes</c> is fed by <c>relaykit_participant_minutes</c>, so that an account can
    /// have other meters beside RelayKit's. May be empty.
    /// </summary>
    public string MeterEventPrefix { get; set; } = DefaultMeterEventPrefix;

    /// <summary>
    /// How long one attempt of a call may take. Default: 20 seconds; Stripe itself gives up after 80, and who waits for a page has gone by then.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The secrets of snapshot events, the one in use first.</summary>
    internal IReadOnlyList<string> WebhookSecrets => Present(WebhookSecret, PreviousWebhookSecret);

    /// <summary>The secrets of thin events, the one in use first; none when that route is off.</summary>
    internal IReadOnlyList<string> ThinWebhookSecrets => Present(ThinWebhookSecret, PreviousThinWebhookSecret);

    private static string[] Present(params string?[] secrets) => [.. secrets.Where(static secret => !string.IsNullOrEmpty(secret)).Select(static secret => secret!)];
}
