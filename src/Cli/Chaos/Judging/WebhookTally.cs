namespace RelayKit.Cli.Chaos.Judging;

/// <summary>What became of the tenants' webhooks.</summary>
internal sealed record WebhookTally
{
    /// <summary>Events that tenants' logs have.</summary>
    public required int Events { get; init; }

    /// <summary>Requests that the receivers got.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests that the receivers let fail.</summary>
    public required long Failed { get; init; }

    /// <summary>Messages that were accepted at least once.</summary>
    public required int Delivered { get; init; }

    /// <summary>Times that a message was accepted which had been accepted before.</summary>
    public required int Repeated { get; init; }

    /// <summary>How long after it was written in the ledger's transaction a message was first tried: the median, 99 of 100, and the longest; null where none is known.</summary>
    public required (TimeSpan P50, TimeSpan P99, TimeSpan Longest)? FirstTry { get; init; }

    /// <summary>The share of messages that came again though they had been accepted.</summary>
    public double RepeatedShare => Delivered == 0 ? 0 : (double)Repeated / Delivered;
}
