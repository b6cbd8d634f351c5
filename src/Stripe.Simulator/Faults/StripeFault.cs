namespace RelayKit.Stripe.Simulator.Faults;

/// <summary>What goes wrong with a call.</summary>
internal enum StripeFault
{
    /// <summary>The connection ends before anything is done.</summary>
    DropBefore,

    /// <summary>Everything is done, and the connection ends before the answer.</summary>
    DropAfter,

    /// <summary>500, and nothing is done; the idempotency key remembers it.</summary>
    Fail,

    /// <summary>Everything is done, and the answer is 500; the idempotency key remembers that.</summary>
    FailAfter,

    /// <summary>503 from before the API; no key remembers it.</summary>
    Unavailable,

    /// <summary>429.</summary>
    RateLimit,

    /// <summary>The answer waits, and whatever the call locks stays locked.</summary>
    Delay,
}
