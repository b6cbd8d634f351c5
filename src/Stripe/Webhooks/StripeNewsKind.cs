namespace RelayKit.Stripe.Webhooks;

/// <summary>What a webhook's body is.</summary>
public enum StripeNewsKind
{
    /// <summary>News that RelayKit wants.</summary>
    Wanted,

    /// <summary>An event that RelayKit has no use for.</summary>
    OfNoUse,

    /// <summary>A snapshot event where thin ones are taken, or a thin one where snapshots are.</summary>
    OtherForm,

    /// <summary>None of Stripe's events.</summary>
    Malformed,
}
