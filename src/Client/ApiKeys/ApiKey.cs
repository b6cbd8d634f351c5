namespace RelayKit.Client;

/// <summary>An API key, without its secret.</summary>
public record ApiKey
{
    /// <summary><c>key_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>What it is called.</summary>
    public string Name { get; init; } = "";

    /// <summary>The rooms that it reaches.</summary>
    public Mode Mode { get; init; }

    /// <summary>Whose it is.</summary>
    public ApiKeyKind Kind { get; init; }

    /// <summary>Of a personal key, the account that it ends with; else null.</summary>
    public string? AccountId { get; init; }

    /// <summary>Whether it works.</summary>
    public ApiKeyStatus Status { get; init; }

    /// <summary>What it may do, such as <c>rooms:read</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Addresses and networks that it may be used from; empty for anywhere.</summary>
    public IReadOnlyList<string> AllowedIps { get; init; } = [];

    /// <summary>What its calls may cost; null for no more than the tenant's limits.</summary>
    public ApiKeyRateLimit? RateLimit { get; init; }

    /// <summary>The first characters of its secret.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The last characters of its secret; null of keys from before these were kept.</summary>
    public string? LastFour { get; init; }

    /// <summary>Secrets before it that work still.</summary>
    public IReadOnlyList<ReplacedSecret> ReplacedSecrets { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was switched off; null while it is on.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When it ended for good; null while it has not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary><c>requested</c>, <c>leaked</c> or <c>account_left</c>; null while it has not ended.</summary>
    public string? RevokeReason { get; init; }

    /// <summary>When it was used last, to the minute; null while it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>From which address it was used last.</summary>
    public string? LastUsedIp { get; init; }

    /// <summary>By what it was used last, as the client called itself.</summary>
    public string? LastUsedUserAgent { get; init; }
}
