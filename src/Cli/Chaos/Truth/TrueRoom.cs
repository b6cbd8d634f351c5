namespace RelayKit.Cli.Chaos.Truth;

/// <summary>One life of a room as it really was; instants are Unix milliseconds by its node's clock.</summary>
internal sealed record TrueRoom
{
    /// <summary>Its name in LiveKit.</summary>
    public required string Name { get; init; }

    public required string Sid { get; init; }

    public required long CreationTimeMs { get; init; }

    /// <summary>The <c>created_at</c> of its <c>room_finished</c>, Unix seconds; null where LiveKit told none.</summary>
    public required long? FinishedAt { get; init; }

    /// <summary>When it really ended; null while it lasts.</summary>
    public required long? EndedAtMs { get; init; }

    public required WebhookFate? Started { get; init; }

    public required WebhookFate? Finished { get; init; }

    public required IReadOnlyList<TrueParticipant> Participants { get; init; }

    public Told StartTold => Started?.Told ?? Told.No;

    public Told FinishTold => Finished?.Told ?? Told.No;

    /// <summary>The end that LiveKit told, or may have told.</summary>
    public long? ToldEndMs => FinishTold == Told.No ? null : FinishedAt * 1000;
}
