namespace RelayKit.LiveKit.Simulator.Webhooks;

/// <summary>What can become of a webhook for one address.</summary>
internal enum WebhookOutcome
{
    /// <summary>Handed to its queue: each is, whatever follows. A copy of one counts too.</summary>
    Queued,

    /// <summary>Answered with something that is not retried: 2xx, but a 4xx too.</summary>
    Delivered,

    /// <summary>Given up after five attempts.</summary>
    Failed,

    /// <summary>Dropped because 200 were waiting already.</summary>
    DroppedOverflow,

    /// <summary>Dropped because it had waited more than 30 s for its first attempt.</summary>
    DroppedAge,

    /// <summary>Dropped because it was asked for.</summary>
    Dropped,

    /// <summary>Sent again: one per further attempt, so not an end.</summary>
    Retried,

    /// <summary>Gone with a node that crashed.</summary>
    Lost,
}
