namespace RelayKit.ApiKeys;

/// <summary>Why a key ends for good.</summary>
/// <param name="Reason">One of <see cref="ApiKeyRevocations"/>.</param>
/// <param name="FoundAt">Where a leaked key was seen, as whoever reported it says; null where nobody said.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ApiKeyRevocation")]
public sealed record ApiKeyRevocation([property: Id(0)] string Reason, [property: Id(1)] string? FoundAt = null);

/// <summary>The reasons, as events and the API write them.</summary>
public static class ApiKeyRevocations
{
    /// <summary>The tenant wanted it so.</summary>
    public const string Requested = "requested";

    /// <summary>Somebody found the key where it should not be.</summary>
    public const string Leaked = "leaked";

    /// <summary>A personal key's account is no longer the tenant's.</summary>
    public const string AccountLeft = "account_left";
}
