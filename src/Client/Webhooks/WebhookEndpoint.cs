namespace RelayKit.Client;

/// <summary>An address that events are sent to, without its secret.</summary>
public record WebhookEndpoint
{
    /// <summary><c>whe_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where events are sent.</summary>
    public string Url { get; init; } = "";

    /// <summary>What it is for; null where nothing was said.</summary>
    public string? Description { get; init; }

    /// <summary>Which events it gets; empty for all.</summary>
    public IReadOnlyList<string> EventTypes { get; init; } = [];

    /// <summary>The events of which mode it gets. Those of no mode come to either.</summary>
    public Mode Mode { get; init; }

    /// <summary>Whether events are sent.</summary>
    public bool Enabled { get; init; }

    /// <summary>Why RelayKit has switched it off: <c>gone</c> or <c>failing</c>. Null where it has not.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>When RelayKit has switched it off.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When the first request failed since the last one that did not; null where the last one did not fail.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When a request succeeded last, to the minute; null for never.</summary>
    public DateTimeOffset? LastSucceededAt { get; init; }

    /// <summary>Until when requests are signed with the secret before as well; null where they are not.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
