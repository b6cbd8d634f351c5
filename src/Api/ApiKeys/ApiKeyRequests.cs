using RelayKit.Api.Requests.Rules;

namespace RelayKit.Api.ApiKeys;

/// <summary>Asks for an API key.</summary>
/// <param name="Name">What to call it, 1 to 100 characters.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>. Left out, the mode of the key that makes it, or live.</param>
/// <param name="Kind"><c>service</c> (left out, this one) for one that is the tenant's, <c>personal</c> for one that ends with the account of whoever is signed in.</param>
/// <param name="Scopes">What it may do. Left out, all that its maker may; a key that may do everything may do what later versions add too.</param>
/// <param name="ExpiresAt">When it stops working. Left out, never, or with the key that makes it.</param>
/// <param name="AllowedIps">Addresses and networks (CIDR) that it may be used from. Left out or empty, from anywhere, or as the key that makes it.</param>
/// <param name="RateLimit">What its calls may cost, besides the tenant's limits. Left out, no more than those, or as the key that makes it.</param>
internal sealed record CreateApiKeyRequest(
    [property: Needed("give 1 to 100 characters"), Title(100)] string? Name,
    [property: OneOf("live", "test")] string? Mode,
    [property: OneOf("service", "personal")] string? Kind,
    [property: Scopes] IReadOnlyList<string>? Scopes,
    DateTimeOffset? ExpiresAt,
    [property: AddressRanges] IReadOnlyList<string>? AllowedIps,
    ApiKeyRateLimitRequest? RateLimit);

/// <summary>Changes some of a key: what is left out stays.</summary>
/// <param name="Name">What to call it, 1 to 100 characters.</param>
/// <param name="Scopes">What it may do, in place of what it could.</param>
/// <param name="AllowedIps">Where it may be used from, in place of what there was; null or empty for anywhere.</param>
/// <param name="RateLimit">What its calls may cost; null for no more than the tenant's limits.</param>
/// <param name="Enabled">False switches it off, true on again.</param>
internal sealed record UpdateApiKeyRequest(
    [property: Title(100)] string? Name,
    [property: Scopes] IReadOnlyList<string>? Scopes,
    [property: AddressRanges] IReadOnlyList<string>? AllowedIps,
    ApiKeyRateLimitRequest? RateLimit,
    bool? Enabled);

/// <summary>What the calls of a key may cost: a read 1 point, a write 3, an expensive start 10, a join token 1.</summary>
/// <param name="PointsPerSecond">Points that come back in a second.</param>
/// <param name="Burst">Points at once. Left out, five times as many.</param>
internal sealed record ApiKeyRateLimitRequest(
    [property: Needed("say how many points a second"), Between(1, 1_000_000)] int? PointsPerSecond,
    [property: Between(1, 10_000_000)] int? Burst);

/// <summary>Asks for a new secret of a key.</summary>
/// <param name="OverlapSeconds">How long the old one goes on working, 0 to 2,592,000. Left out, 86,400. 0 ends every older secret at once.</param>
internal sealed record RotateApiKeyRequest([property: Between(0, RotateApiKeyRequest.MostSeconds)] int? OverlapSeconds)
{
    public const int MostSeconds = 30 * 24 * 60 * 60;

    public const int UsualSeconds = 24 * 60 * 60;

    public TimeSpan ToOverlap() => TimeSpan.FromSeconds(OverlapSeconds ?? UsualSeconds);
}

/// <summary>Tells of a key that was found where it should not be.</summary>
/// <param name="Key">The key, whole.</param>
/// <param name="Url">Where it was found, for its owner: an http or https address of up to 2,000 characters.</param>
internal sealed record ReportLeakedKeyRequest(
    [property: Needed("send the key that was found, whole"), Title(200)] string? Key,
    [property: Title(2000)] string? Url);
