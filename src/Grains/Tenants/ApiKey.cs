using System.Collections.Immutable;
using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.RateLimiting;

namespace RelayKit.Tenants;

/// <summary>What is kept of an API key: never the key.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKey")]
public sealed record ApiKey
{
    /// <summary>Keys that a tenant can have which are not revoked.</summary>
    public const int MaxPerTenant = 1_000;

    /// <summary>The record's id, <c>key_…</c> outside.</summary>
    [Id(0)]
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)]
    public required TenantId Tenant { get; init; }

    /// <summary>What the tenant calls it.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary>The rooms that it reaches.</summary>
    [Id(3)]
    public required Mode Mode { get; init; }

    /// <summary>The first characters of the key, enough to recognise it by and far too few to use it.</summary>
    [Id(4)]
    public required string Prefix { get; init; }

    /// <summary>When it was made.</summary>
    [Id(5)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working; null for never.</summary>
    [Id(6)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What whoever sends it may do.</summary>
    [Id(7)]
    public ScopeSet Scopes { get; init; } = ScopeSet.All;

    /// <summary>Whose it is.</summary>
    [Id(8)]
    public ApiKeyKind Kind { get; init; }

    /// <summary>Of a personal key, the account that it ends with; else null.</summary>
    [Id(9)]
    public Guid? AccountId { get; init; }

    /// <summary>Where it may be used from, each an <see cref="AddressRange"/>; empty for anywhere.</summary>
    [Id(10)]
    public ImmutableArray<string> AllowedIps { get; init; } = [];

    /// <summary>What its calls may cost, besides the tenant's limits; null for no more than those.</summary>
    [Id(11)]
    public RateLimit? RateLimit { get; init; }

    /// <summary>The last four characters of the key; null of keys that were made before these were kept.</summary>
    [Id(12)]
    public string? LastFour { get; init; }

    /// <summary>When it was switched off; null while it is on.</summary>
    [Id(13)]
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>When it ended for good; null while it has not.</summary>
    [Id(14)]
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why, one of <see cref="ApiKeyRevocations"/>; null while it has not, or where nobody said.</summary>
    [Id(15)]
    public string? RevokeReason { get; init; }

    /// <summary>Its last use, to the minute; null while it was never used.</summary>
    [Id(16)]
    public ApiKeyUse? LastUse { get; init; }

    /// <summary>When the secret that it was looked up by stops working, since another has taken its place; null when none has.</summary>
    [Id(17)]
    public DateTimeOffset? SecretEndsAt { get; init; }

    /// <summary>Secrets that were replaced and work still; of a key that was read by its id.</summary>
    [Id(18)]
    public ImmutableArray<ReplacedSecret> Replaced { get; init; } = [];

    /// <summary>Whether it works.</summary>
    public ApiKeyStatus StatusAt(DateTimeOffset now) => RevokedAt is not null ? ApiKeyStatus.Revoked
        : ExpiresAt <= now ? ApiKeyStatus.Expired
        : DisabledAt is not null ? ApiKeyStatus.Disabled
        : ApiKeyStatus.Active;
}

/// <summary>What is asked for in a new key.</summary>
/// <param name="Name">What the tenant calls it.</param>
/// <param name="Mode">The rooms that it reaches.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.NewApiKey")]
public sealed record NewApiKey(
    [property: Id(0)] string Name,
    [property: Id(1)] Mode Mode,
    [property: Id(2)] DateTimeOffset? ExpiresAt)
{
    /// <summary>What the key is made from, so that to ask again makes the same one; null for a key that each call makes anew.</summary>
    [Id(3)]
    public ApiKeyOrigin? Origin { get; init; }

    /// <summary>What whoever sends it may do; null for everything.</summary>
    [Id(4)]
    public ScopeSet? Scopes { get; init; }

    /// <summary>Where it may be used from, each an <see cref="AddressRange"/>; null or empty for anywhere.</summary>
    [Id(5)]
    public ImmutableArray<string>? AllowedIps { get; init; }

    /// <summary>What its calls may cost, besides the tenant's limits; null for no more than those.</summary>
    [Id(6)]
    public RateLimit? RateLimit { get; init; }

    /// <summary>The account of a personal key; null for a service key.</summary>
    [Id(7)]
    public Guid? AccountId { get; init; }

    /// <summary>Who asks for it; null for the operator, who may make any.</summary>
    [Id(8)]
    public ApiKeyCaller? Caller { get; init; }
}

/// <summary>What an API key is made from when the same request may come again.</summary>
/// <param name="Id">The record's id, a UUIDv7 of the instant that the key counts as made at.</param>
/// <param name="Seed">What the key itself follows from: <see cref="ApiKeySecret.SeedBytes"/> that nobody can guess, kept nowhere in the clear.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKeyOrigin")]
public sealed record ApiKeyOrigin([property: Id(0)] Guid Id, [property: Id(1)] byte[] Seed)
{
    /// <summary>Without the seed, so that no log can hold it.</summary>
    public override string ToString() => $"ApiKeyOrigin {{ {Id} }}";
}

/// <summary>A key that was made just now.</summary>
/// <param name="Key">What is kept of it.</param>
/// <param name="Secret">The key itself, shown this once.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.CreatedApiKey")]
public sealed record CreatedApiKey([property: Id(0)] ApiKey Key, [property: Id(1)] string Secret)
{
    /// <summary>Without the secret, so that no log can hold it.</summary>
    public override string ToString() => $"CreatedApiKey {{ {Key.Prefix}… }}";
}
