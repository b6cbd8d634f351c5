namespace RelayKit.Client;

/// <summary>Asks for an API key. It never has more than the key that makes it, which is what it has where nothing is said.</summary>
public sealed record CreateApiKey
{
    /// <summary>What to call it, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The rooms that it reaches; left out, those of the key that makes it.</summary>
    public Mode? Mode { get; init; }

    /// <summary>Left out, <see cref="ApiKeyKind.Service"/>: a personal key is made by its account alone.</summary>
    public ApiKeyKind? Kind { get; init; }

    /// <summary>What it may do, such as <c>rooms:read</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>When it stops working.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Addresses and networks (CIDR) that it may be used from.</summary>
    public IReadOnlyList<string>? AllowedIps { get; init; }

    /// <summary>What its calls may cost, besides the tenant's limits.</summary>
    public ApiKeyRateLimit? RateLimit { get; init; }
}
