namespace RelayKit.Idempotency;

/// <summary>What a request with an idempotency key finds under it.</summary>
public enum KeyVerdict
{
    /// <summary>Nothing: the request has taken the key and is to be run.</summary>
    Mine,

    /// <summary>A key that has held its time: it is new again.</summary>
    Expired,

    /// <summary>Another request used the key: another body or query.</summary>
    OtherContent,

    /// <summary>The answer of the same request.</summary>
    Answered,

    /// <summary>The same request, which somebody is running.</summary>
    InFlight,

    /// <summary>The same request, whose outcome nobody knows: it ended without an answer, or with the process that ran it.</summary>
    Abandoned,
}
