using RelayKit.Access;

namespace RelayKit.Tenants;

/// <summary>What is kept of an API key: never the key.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKey")]
public sealed record ApiKey
{
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
