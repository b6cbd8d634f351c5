using System.Collections.Immutable;
using RelayKit.Access;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.ApiKeys;

/// <summary>Who wants to make a key or to change one, and how much they may do themselves: no key comes out of it that may do more.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKeyCaller")]
public sealed record ApiKeyCaller
{
    /// <summary>Test for whoever reaches test rooms only. Live has both.</summary>
    [Id(0)]
    public required Mode Mode { get; init; }

    /// <summary>What they may do.</summary>
    [Id(1)]
    public required ScopeSet Scopes { get; init; }

    /// <summary>The key that they call with; null for somebody who is signed in.</summary>
    [Id(2)]
    public Guid? Key { get; init; }

    /// <summary>The account that is signed in, or whose personal key it is; null for a service key.</summary>
    [Id(3)]
    public Guid? Account { get; init; }

    /// <summary>When the key stops working; null for never.</summary>
    [Id(4)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the key may be used from; empty for anywhere.</summary>
    [Id(5)]
    public ImmutableArray<string> AllowedIps { get; init; } = [];

    /// <summary>The key's own limit; null for none.</summary>
    [Id(6)]
    public RateLimit? RateLimit { get; init; }

    /// <summary>The caller that a key is.</summary>
    public static ApiKeyCaller Of(ApiKey key) => new()
    {
        Mode = key.Mode,
        Scopes = key.Scopes,
        Key = key.Id,
        Account = key.AccountId,
        ExpiresAt = key.ExpiresAt,
        AllowedIps = key.AllowedIps,
        RateLimit = key.RateLimit,
    };

    /// <summary>The caller that somebody is who is signed in.</summary>
    public static ApiKeyCaller Of(Guid account, ScopeSet scopes) => new() { Mode = Mode.Live, Scopes = scopes, Account = account };
}
