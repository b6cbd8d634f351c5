namespace RelayKit.Client;

/// <summary>How payment stands.</summary>
public sealed record PaymentStanding
{
    /// <summary>How far it has come.</summary>
    public PaymentStage Stage { get; init; }

    /// <summary>Since when; null while all is well.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the next stage comes if nobody pays; null when there is none.</summary>
    public DateTimeOffset? NextStageAt { get; init; }

    /// <summary>Since when a payment is overdue; null when none is.</summary>
    public DateTimeOffset? OverdueSince { get; init; }
}
