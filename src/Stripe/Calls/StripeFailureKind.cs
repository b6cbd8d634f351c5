namespace RelayKit.Stripe.Calls;

/// <summary>How far a call came that did not succeed.</summary>
internal enum StripeFailureKind
{
    /// <summary>There was no connection, so that nothing was sent.</summary>
    NotReached,

    /// <summary>The time was up, or the connection was lost, after the request may have gone.</summary>
    Lost,

    /// <summary>Stripe, or something on the way, answered.</summary>
    Answered,
}
