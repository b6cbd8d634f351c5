namespace RelayKit.OutboxVictim;

/// <summary>Where the process kills itself.</summary>
internal enum DeadlyStep
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>When the message was taken, and the claim is committed.</summary>
    Taken = 1,

    /// <summary>When what is needed to send it was read.</summary>
    Prepared = 2,

    /// <summary>When the receiver has answered, and nothing is written down.</summary>
    Answered = 3,

    /// <summary>When what came of it is about to be written down.</summary>
    Recording = 4,

    /// <summary>When it is written down.</summary>
    Settled = 5,
}
