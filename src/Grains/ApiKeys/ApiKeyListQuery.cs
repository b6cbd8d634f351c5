using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.ApiKeys;

/// <summary>Which keys to list, those made last first.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Mode">Of which mode; null for both.</param>
/// <param name="Kind">Of which kind; null for both.</param>
/// <param name="Status">In which state at <paramref name="Now"/>; null for any.</param>
/// <param name="Now">The time that states are told at.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="Before">Only keys that were made before this one; null from the start.</param>
public sealed record ApiKeyListQuery(
    TenantId Tenant, Mode? Mode, ApiKeyKind? Kind, ApiKeyStatus? Status, DateTimeOffset Now, int Limit, Guid? Before);

/// <summary>Some keys.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Next">The last of them when there are more; null on the last page.</param>
public sealed record ApiKeyPage(ImmutableArray<ApiKey> Keys, Guid? Next);
