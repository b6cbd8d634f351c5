using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.ApiKeys;

/// <summary>
/// Who may make a key, change one, or get a new secret of one. Whatever a caller is held to (scopes, mode, addresses, time, rate) the keys that come out of its
/// hands are held to as well, so that no key is a way to a greater one.
/// </summary>
public static class ApiKeyRules
{
    /// <summary>Why the caller may not make this key; null when it may. The operator is no caller.</summary>
    public static Error? RefuseToMake(ApiKey key, ApiKeyCaller? caller)
    {
        if (caller is null)
        {
            return null;
        }

        if (key.Kind == ApiKeyKind.Personal && (caller.Key is not null || key.AccountId != caller.Account))
        {
            return Refusal("Only somebody who is signed in can make a personal key, for themselves. Leave kind out, or sign in.");
        }

        if (key.Kind == ApiKeyKind.Service && caller is { Key: not null, Account: not null })
        {
            return Refusal("A personal key cannot make keys, which would outlive it. Sign in, or use a service key.");
        }

        return Beyond(key, caller) is { Count: > 0 } beyond
            ? Refusal($"The key would have what the caller itself has not: {string.Join("; ", beyond)}. Ask for less, or have somebody make it who has more.")
            : null;
    }

    /// <summary>Why the caller may not change, rotate or revoke the key; null when it may.</summary>
    /// <param name="key">The key as it is, or as it would be.</param>
    /// <param name="caller">Who asks; null for the operator.</param>
    /// <param name="act">What for.</param>
    public static Error? RefuseToTouch(ApiKey key, ApiKeyCaller? caller, ApiKeyAct act)
    {
        if (caller is null)
        {
            return null;
        }

        if (!Sees(caller, key))
        {
            return NotFound;
        }

        // Its account's own: to change it is theirs, to end it is also an administrator's.
        if (act != ApiKeyAct.Revoke && key.Kind == ApiKeyKind.Personal && key.AccountId != caller.Account)
        {
            return Refusal("It is the personal key of somebody else, who alone can change or rotate it. It can be revoked.");
        }

        return Beyond(key, caller) is { Count: > 0 } beyond
            ? Refusal($"The key has, or would have, what the caller itself has not: {string.Join("; ", beyond)}. Have somebody do it who has more.")
            : null;
    }

    /// <summary>Whether a key exists for a caller: a test key knows nothing of live ones.</summary>
    public static bool Sees(ApiKeyCaller caller, ApiKey key) => caller.Mode == Mode.Live || key.Mode == Mode.Test;

    /// <summary>What there is no key for.</summary>
    public static Error NotFound { get; } = new(ErrorCode.ApiKeyNotFound, "There is no such API key. List them with GET /v1/api-keys.");

    private static Error Refusal(string message) => new(ErrorCode.ExceedsCaller, message);

    private static List<string> Beyond(ApiKey key, ApiKeyCaller caller)
    {
        var beyond = new List<string>();
        if (!key.Scopes.IsWithin(caller.Scopes))
        {
            var more = key.Scopes.Without(caller.Scopes);
            beyond.Add(key.Scopes.IsAll ? "every scope" : $"the scopes {more}");
        }

        if (key.Mode == Mode.Live && caller.Mode == Mode.Test)
        {
            beyond.Add("live mode");
        }

        if (caller.ExpiresAt is { } end && (key.ExpiresAt is null || key.ExpiresAt > end))
        {
            beyond.Add($"more time than until {end:O}");
        }

        if (!IsWithin(key, caller))
        {
            beyond.Add($"other addresses than {string.Join(", ", caller.AllowedIps)}");
        }

        if (caller.RateLimit is { } limit && !IsWithin(key.RateLimit, limit))
        {
            beyond.Add($"more than {limit.PerSecond} points a second, {limit.Burst} at once");
        }

        return beyond;
    }

    private static bool IsWithin(RateLimit? limit, RateLimit most) => limit is { } own && own.PerSecond <= most.PerSecond && own.Burst <= most.Burst;

    private static bool IsWithin(ApiKey key, ApiKeyCaller caller)
    {
        if (caller.AllowedIps.IsEmpty)
        {
            return true;
        }

        var allowed = AddressRange.ParseAll(caller.AllowedIps);
        return !key.AllowedIps.IsEmpty && AddressRange.ParseAll(key.AllowedIps).All(range => allowed.Any(range.IsWithin));
    }
}

/// <summary>What is done to a key that is there.</summary>
public enum ApiKeyAct
{
    /// <summary>Its name, scopes, addresses, limit are changed, or it is switched off or on.</summary>
    Change,

    /// <summary>It gets a new secret, which the caller sees.</summary>
    Rotate,

    /// <summary>It ends for good.</summary>
    Revoke,
}
