namespace RelayKit.Client;

/// <summary>What is sent once more.</summary>
public sealed record WebhookReplay
{
    /// <summary>How many deliveries.</summary>
    public int Queued { get; init; }

    /// <summary>Where the next call is to begin, since one looks at no more than 10,000 events; null where all were looked at.</summary>
    public long? NextSequence { get; init; }
}
