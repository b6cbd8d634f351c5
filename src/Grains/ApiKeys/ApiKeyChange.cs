using System.Collections.Immutable;
using RelayKit.Access;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.ApiKeys;

/// <summary>What becomes of a key; of what is null, nothing.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKeyChange")]
public sealed record ApiKeyChange
{
    /// <summary>What the tenant calls it.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>What whoever sends it may do.</summary>
    [Id(1)]
    public ScopeSet? Scopes { get; init; }

    /// <summary>Where it may be used from; empty for anywhere.</summary>
    [Id(2)]
    public ImmutableArray<string>? AllowedIps { get; init; }

    /// <summary>Whether its own limit is changed.</summary>
    [Id(3)]
    public bool ChangesRateLimit { get; init; }

    /// <summary>Its own limit; null for none.</summary>
    [Id(4)]
    public RateLimit? RateLimit { get; init; }

    /// <summary>Whether it works.</summary>
    [Id(5)]
    public bool? Enabled { get; init; }

    /// <summary>The key as the change makes it.</summary>
    /// <param name="key">The key as it is.</param>
    /// <param name="now">The time.</param>
    public ApiKey Of(ApiKey key, DateTimeOffset now) => key with
    {
        Name = Name ?? key.Name,
        Scopes = Scopes ?? key.Scopes,
        AllowedIps = AllowedIps ?? key.AllowedIps,
        RateLimit = ChangesRateLimit ? RateLimit : key.RateLimit,
        DisabledAt = Enabled switch { true => null, false => key.DisabledAt ?? now, null => key.DisabledAt },
    };
}
