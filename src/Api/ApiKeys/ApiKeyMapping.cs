using System.Collections.Immutable;
using RelayKit.Access;
using RelayKit.Api.Authentication;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Requests;
using RelayKit.ApiKeys;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Api.ApiKeys;

/// <summary>From requests to keys and to changes of keys.</summary>
internal static class ApiKeyMapping
{
    /// <summary>What a burst is of which nobody said anything, in seconds of the limit.</summary>
    private const int UsualBurstSeconds = 5;

    /// <summary>Who asks.</summary>
    public static ApiKeyCaller CallerOf(CurrentTenant current) => current switch
    {
        { Key: { } key } => ApiKeyCaller.Of(key),
        // In test mode somebody who is signed in is as a test key is: whose address is not verified gets no further.
        { Caller: Caller.Account { Id: var account } } => ApiKeyCaller.Of(account, current.Scopes) with { Mode = current.Mode },
        _ => throw new InvalidOperationException("A request comes with a key or from an account."),
    };

    /// <summary>The key that is asked for. What is left out is what its maker has.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="caller">Who asks; null for the operator.</param>
    /// <param name="run">What repetitions have in common.</param>
    public static NewApiKey ToNewKey(CreateApiKeyRequest asked, ApiKeyCaller? caller, IdempotentRequest run)
    {
        if (!ModeText.TryParseWord(asked.Mode ?? "", out var mode))
        {
            mode = caller?.Key is null ? Mode.Live : caller.Mode;
        }

        return new NewApiKey(asked.Name!, mode, asked.ExpiresAt ?? caller?.ExpiresAt)
        {
            Origin = new ApiKeyOrigin(run.Id("API key"), run.Bytes("API key", ApiKeySecret.SeedBytes)),
            Scopes = asked.Scopes is { } words ? ScopeText.Parse(words) : caller?.Scopes,
            AllowedIps = asked.AllowedIps is { Count: > 0 } texts ? ToRanges(texts) : caller?.AllowedIps,
            RateLimit = ToLimit(asked.RateLimit) ?? caller?.RateLimit,
            AccountId = asked.Kind == "personal" ? caller?.Account ?? Guid.Empty : null,
            Caller = caller,
        };
    }

    /// <summary>What becomes of a key.</summary>
    public static ApiKeyChange ToChange(PatchBody<UpdateApiKeyRequest> body)
    {
        var (asked, given) = (body.Value, body.Given);
        return new ApiKeyChange
        {
            Name = asked.Name,
            Scopes = asked.Scopes is { } words ? ScopeText.Parse(words) : null,
            AllowedIps = given.Contains("allowed_ips") ? ToRanges(asked.AllowedIps ?? []) : null,
            ChangesRateLimit = given.Contains("rate_limit"),
            RateLimit = ToLimit(asked.RateLimit),
            Enabled = asked.Enabled,
        };
    }

    /// <summary>What is wrong with a request for a key beyond its single fields.</summary>
    public static void CheckExpiry(CreateApiKeyRequest asked, FieldErrors errors, TimeProvider time)
    {
        if (asked.ExpiresAt <= time.GetUtcNow())
        {
            errors.Add("/expires_at", "has to lie in the future");
        }
    }

    private static RateLimit? ToLimit(ApiKeyRateLimitRequest? asked) => asked?.PointsPerSecond is { } perSecond
        ? new RateLimit(perSecond, asked.Burst ?? perSecond * UsualBurstSeconds)
        : null;

    private static ImmutableArray<string> ToRanges(IEnumerable<string> texts) =>
        [.. AddressRange.ParseAll(texts).Select(static range => range.ToString()).Distinct(StringComparer.Ordinal)];
}
