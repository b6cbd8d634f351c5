namespace RelayKit.Notices;

/// <summary>A message of the operator's to everybody who has an account.</summary>
public sealed record Notice
{
    /// <summary>Its id; written <c>ntc_…</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is about; so far <see cref="PolicyChange"/> alone.</summary>
    public required string Kind { get; init; }

    /// <summary>Its subject, on one line.</summary>
    public required string Subject { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>From when on what it tells of holds.</summary>
    public required DateTimeOffset EffectiveAt { get; init; }

    /// <summary>When the operator asked for it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Accounts that it was sent to so far.</summary>
    public long Sent { get; init; }

    /// <summary>When it had been sent to every account; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The kind of a change of the privacy policy or the terms.</summary>
    public const string PolicyChange = "policy_change";
}
