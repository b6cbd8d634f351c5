namespace RelayKit.Cli.Chaos.Truth;

/// <summary>One connection as it really was; instants are Unix milliseconds by its node's clock.</summary>
internal sealed record TrueParticipant
{
    public required string Sid { get; init; }

    public required string Identity { get; init; }

    /// <summary>LiveKit's kind of it, lower case.</summary>
    public required string Kind { get; init; }

    public required long JoinedAtMs { get; init; }

    /// <summary>When it really ended; null while it lasts.</summary>
    public required long? LeftAtMs { get; init; }

    /// <summary>The <c>created_at</c> of its <c>participant_left</c>, Unix seconds; null where LiveKit told none.</summary>
    public required long? LeftCreatedAt { get; init; }

    /// <summary>Whether its media ever connected.</summary>
    public required bool ActiveEver { get; init; }

    public required WebhookFate? Joined { get; init; }

    public required WebhookFate? Left { get; init; }

    /// <summary>Whether any <c>ListParticipants</c> has shown it.</summary>
    public required bool WasListed { get; init; }

    public Told JoinTold => Joined?.Told ?? Told.No;

    public Told LeaveTold => Left?.Told ?? Told.No;

    /// <summary>What it would have cost had all been told: its end counts in whole seconds.</summary>
    public long TrueMs => ActiveEver && LeftAtMs is { } left ? Math.Max(0, ((LeftCreatedAt ?? (left / 1000)) * 1000) - JoinedAtMs) : 0;
}
