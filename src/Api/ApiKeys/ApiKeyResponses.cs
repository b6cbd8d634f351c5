using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.Identifiers;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>An API key, without its secret.</summary>
/// <param name="Id"><c>key_…</c>.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="Kind"><c>service</c> or <c>personal</c>.</param>
/// <param name="AccountId">Of a personal key, the account that it ends with; else null.</param>
/// <param name="Status"><c>active</c>, <c>disabled</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="AllowedIps">Where it may be used from; empty for anywhere.</param>
/// <param name="RateLimit">What its calls may cost; null for no more than the tenant's limits.</param>
/// <param name="Prefix">The first characters of its secret.</param>
/// <param name="LastFour">The last characters of its secret; null of keys from before these were kept.</param>
/// <param name="ReplacedSecrets">Secrets before it that work still.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="DisabledAt">When it was switched off; null while it is on.</param>
/// <param name="RevokedAt">When it ended for good; null while it has not.</param>
/// <param name="RevokeReason"><c>requested</c>, <c>leaked</c> or <c>account_left</c>; null while it has not ended.</param>
/// <param name="LastUsedAt">When it was used last, to the minute; null while it never was.</param>
/// <param name="LastUsedIp">From which address.</param>
/// <param name="LastUsedUserAgent">By what, as the client calls itself.</param>
internal sealed record ApiKeyResponse(
    string Id,
    string Name,
    string Mode,
    string Kind,
    string? AccountId,
    string Status,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> AllowedIps,
    ApiKeyRateLimitResponse? RateLimit,
    string Prefix,
    string? LastFour,
    IReadOnlyList<ReplacedSecretResponse> ReplacedSecrets,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? RevokedAt,
    string? RevokeReason,
    DateTimeOffset? LastUsedAt,
    string? LastUsedIp,
    string? LastUsedUserAgent)
{
    public static ApiKeyResponse Of(ApiKey key, DateTimeOffset now) => new(
        PublicId.Format(PublicId.ApiKey, key.Id),
        key.Name,
        key.Mode.Word(),
        key.Kind.Word(),
        key.AccountId is { } account ? PublicId.Format(PublicId.Account, account) : null,
        key.StatusAt(now).Word(),
        ScopeText.WordsOf(key.Scopes),
        key.AllowedIps,
        key.RateLimit is { } limit ? new ApiKeyRateLimitResponse(limit.PerSecond, limit.Burst) : null,
        key.Prefix,
        key.LastFour,
        [.. key.Replaced.Select(static secret => new ReplacedSecretResponse(secret.Prefix, secret.LastFour, secret.EndsAt))],
        key.CreatedAt,
        key.ExpiresAt,
        key.DisabledAt,
        key.RevokedAt,
        key.RevokeReason,
        key.LastUse?.At,
        key.LastUse?.Address,
        key.LastUse?.UserAgent);
}

/// <summary>An API key with its secret: the only answer that has it.</summary>
/// <param name="Id"><c>key_…</c>.</param>
/// <param name="Key">The key itself.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="Kind"><c>service</c> or <c>personal</c>.</param>
/// <param name="AccountId">Of a personal key, the account that it ends with; else null.</param>
/// <param name="Status"><c>active</c>, or <c>disabled</c> or <c>expired</c> of a key that was rotated.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="AllowedIps">Where it may be used from; empty for anywhere.</param>
/// <param name="RateLimit">What its calls may cost; null for no more than the tenant's limits.</param>
/// <param name="Prefix">The first characters of its secret, to recognise it by later.</param>
/// <param name="LastFour">The last characters of its secret.</param>
/// <param name="ReplacedSecrets">Secrets before it that work still.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
/// <param name="DisabledAt">When it was switched off; null while it is on.</param>
/// <param name="LastUsedAt">When it was used last, to the minute; null while it never was.</param>
internal sealed record CreatedApiKeyResponse(
    string Id,
    string Key,
    string Name,
    string Mode,
    string Kind,
    string? AccountId,
    string Status,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> AllowedIps,
    ApiKeyRateLimitResponse? RateLimit,
    string Prefix,
    string? LastFour,
    IReadOnlyList<ReplacedSecretResponse> ReplacedSecrets,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? DisabledAt,
    DateTimeOffset? LastUsedAt)
{
    public static CreatedApiKeyResponse Of(CreatedApiKey created, DateTimeOffset now)
    {
        var key = ApiKeyResponse.Of(created.Key, now);
        return new CreatedApiKeyResponse(
            key.Id, created.Secret, key.Name, key.Mode, key.Kind, key.AccountId, key.Status, key.Scopes, key.AllowedIps, key.RateLimit, key.Prefix,
            key.LastFour, key.ReplacedSecrets, key.CreatedAt, key.ExpiresAt, key.DisabledAt, key.LastUsedAt);
    }
}

/// <summary>What the calls of a key may cost.</summary>
/// <param name="PointsPerSecond">Points that come back in a second.</param>
/// <param name="Burst">Points at once.</param>
internal sealed record ApiKeyRateLimitResponse(int PointsPerSecond, int Burst);

/// <summary>A secret that was replaced by rotation and works still.</summary>
/// <param name="Prefix">Its first characters.</param>
/// <param name="LastFour">Its last characters; null of keys from before these were kept.</param>
/// <param name="EndsAt">When it stops working.</param>
internal sealed record ReplacedSecretResponse(string Prefix, string? LastFour, DateTimeOffset EndsAt);
