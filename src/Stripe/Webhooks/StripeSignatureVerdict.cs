namespace RelayKit.Stripe.Webhooks;

/// <summary>What a signature is worth.</summary>
public enum StripeSignatureVerdict
{
    /// <summary>The body is Stripe's, of now.</summary>
    Valid,

    /// <summary>There is no signature.</summary>
    Missing,

    /// <summary>What is there is none of Stripe's form.</summary>
    Malformed,

    /// <summary>No signature is by a secret that is configured, over this body and time.</summary>
    NoMatch,

    /// <summary>It is signed, and too long ago: it may be a repetition by somebody who listened.</summary>
    TooOld,

    /// <summary>It is signed, for a time that is still to come.</summary>
    TooNew,
}
