using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.Webhooks;

/// <summary>An address of a tenant's that events are sent to. Its secrets are sealed; no text of the address is in <see cref="ToString"/>.</summary>
public sealed record WebhookEndpoint
{
    /// <summary>Whose it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Its id, shown as <c>whe_…</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The events of which mode it gets; those of no mode come to either.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Where events are sent.</summary>
    public required string Url { get; init; }

    /// <summary>What the tenant says of it; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Which events it gets: <see cref="WebhookTypes"/>. Empty for all.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Whether events are sent.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>Why RelayKit has switched it off; null where it is on, or the tenant has switched it off.</summary>
    public WebhookStop? Stop { get; init; }

    /// <summary>When RelayKit has switched it off.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>The secret that webhooks are signed with, sealed.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The secret that they are signed with besides, until <see cref="PreviousUntil"/>, sealed; null for none.</summary>
    public byte[]? PreviousSecret { get; init; }

    /// <summary>Until when they are signed with the secret before as well.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>When the first try was made that failed, since the last one that did not; null where the last one did not fail.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When a try succeeded last, to the minute; null for never.</summary>
    public DateTimeOffset? LastSucceededAt { get; init; }

    /// <summary>What the tenant was told of its failing.</summary>
    public WebhookTold Told { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the tenant changed it last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts the tenant's changes.</summary>
    public required long Version { get; init; }

    /// <summary>Without address and secrets.</summary>
    public override string ToString() => $"WebhookEndpoint {{ {Id} }}";
}

/// <summary>Why RelayKit has switched an endpoint off.</summary>
public enum WebhookStop
{
    /// <summary>It has answered 410 (Gone).</summary>
    Gone = 0,

    /// <summary>Every try of <see cref="WebhookHealth.StopAfter"/> has failed.</summary>
    Failing = 1,
}

/// <summary>What a tenant was told of an endpoint that fails.</summary>
public enum WebhookTold
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>That it fails.</summary>
    Failing = 1,

    /// <summary>That it was switched off.</summary>
    Stopped = 2,
}
