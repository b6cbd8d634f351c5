using RelayKit.Tenants;

namespace RelayKit.ApiKeys;

/// <summary>When and by whom a key was used.</summary>
/// <param name="At">When.</param>
/// <param name="Address">From which address; null where that is not known.</param>
/// <param name="UserAgent">What the client calls itself, cut to <see cref="MaxUserAgent"/> characters; null where it says nothing.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKeyUse")]
public sealed record ApiKeyUse([property: Id(0)] DateTimeOffset At, [property: Id(1)] string? Address, [property: Id(2)] string? UserAgent)
{
    /// <summary>Characters that are kept of what a client calls itself.</summary>
    public const int MaxUserAgent = 200;

    /// <summary>Uses that are closer together than this count as one.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);
}

/// <summary>A use, and of which key.</summary>
/// <param name="Tenant">Whose key it is.</param>
/// <param name="Key">The key.</param>
/// <param name="Use">The use.</param>
public sealed record UsedApiKey(TenantId Tenant, Guid Key, ApiKeyUse Use);
