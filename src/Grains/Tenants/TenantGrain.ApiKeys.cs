using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.Events;
using RelayKit.Identifiers;

namespace RelayKit.Tenants;

/// <summary>
/// Changes of the tenant's API keys, one after the other, so that what a caller may is decided on the key as it is. A row is written first and told of then:
/// a key has to end also where the log cannot be written, and the same call again tells what was not told.
/// </summary>
internal sealed partial class TenantGrain
{
    public async Task<Result<CreatedApiKey>> CreateApiKeyAsync(NewApiKey key, CancellationToken cancellation)
    {
        var (created, hash) = NewKey(key);
        if (ApiKeyRules.RefuseToMake(created.Key, key.Caller) is { } refusal)
        {
            return refusal;
        }

        switch (await keys.AddAsync(created.Key, hash, cancellation))
        {
            case AddedApiKey.NoTenant:
                return new Error(ErrorCode.TenantNotFound, $"There is no tenant {Id}. List tenants to see which there are.");
            case AddedApiKey.TooMany:
                return new Error(ErrorCode.TooMany, $"A tenant has at most {ApiKey.MaxPerTenant} API keys that are not revoked. Revoke one that is not used.");
            default:
                await TellAsync(
                    created.Key.CreatedAt.ToUnixTimeMilliseconds(),
                    TenantEventTypes.ApiKeyCreated,
                    key.Mode,
                    created.Key.Id.ToString(),
                    TenantEventData.ApiKey(created.Key, key.Caller, null));
                return created;
        }
    }

    public async Task<Result<ApiKey>> UpdateApiKeyAsync(Guid key, ApiKeyChange change, ApiKeyCaller? caller, CancellationToken cancellation)
    {
        var found = await FindAsync(key, caller, ApiKeyAct.Change, cancellation);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        var changed = change.Of(found.Value, time.GetUtcNow());
        if (ApiKeyRules.RefuseToTouch(changed, caller, ApiKeyAct.Change) is { } refusal)
        {
            return refusal;
        }

        await keys.UpdateAsync(changed, cancellation);
        return changed;
    }

    public async Task<Result<CreatedApiKey>> RotateApiKeyAsync(Guid key, ApiKeyRotation rotation, ApiKeyCaller? caller, CancellationToken cancellation)
    {
        var found = await FindAsync(key, caller, ApiKeyAct.Rotate, cancellation);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        var (now, old) = (time.GetUtcNow(), found.Value);
        var secret = ApiKeySecret.FromSeed(old.Mode, rotation.Seed);
        if (old.Replaced.Count(replaced => replaced.EndsAt > now) >= ApiKeyRotation.MaxReplaced && rotation.Overlap > TimeSpan.Zero)
        {
            return new Error(
                ErrorCode.TooMany,
                $"{ApiKeyRotation.MaxReplaced} old secrets of the key work still. Wait until one has ended, or rotate with an overlap of 0, which ends them all.");
        }

        await keys.RotateAsync(
            old with { Prefix = ApiKeySecret.DisplayPrefix(secret), LastFour = ApiKeySecret.LastFour(secret) },
            ApiKeySecret.Hash(secret),
            now + rotation.Overlap,
            now,
            cancellation);
        return await keys.GetAsync(Id, key, now, cancellation) is { } rotated ? new CreatedApiKey(rotated, secret) : ApiKeyRules.NotFound;
    }

    public async Task<Result<ApiKey>> RevokeApiKeyAsync(Guid key, ApiKeyRevocation revocation, ApiKeyCaller? caller, CancellationToken cancellation)
    {
        if (await keys.GetAsync(Id, key, time.GetUtcNow(), cancellation) is not { } found)
        {
            return ApiKeyRules.NotFound;
        }

        return ApiKeyRules.RefuseToTouch(found, caller, ApiKeyAct.Revoke) is { } refusal ? refusal : await RevokeAsync(found, revocation, caller, cancellation);
    }

    public async Task<int> RevokeApiKeysOfAccountAsync(Guid account, CancellationToken cancellation)
    {
        var theirs = await keys.ListOfAccountAsync(Id, account, cancellation);
        foreach (var key in theirs)
        {
            await RevokeAsync(key, new ApiKeyRevocation(ApiKeyRevocations.AccountLeft), null, cancellation);
        }

        return theirs.Length;
    }

    /// <summary>The key, when the caller may do this to it as it is.</summary>
    private async Task<Result<ApiKey>> FindAsync(Guid key, ApiKeyCaller? caller, ApiKeyAct act, CancellationToken cancellation)
    {
        if (await keys.GetAsync(Id, key, time.GetUtcNow(), cancellation) is not { } found)
        {
            return ApiKeyRules.NotFound;
        }

        if (ApiKeyRules.RefuseToTouch(found, caller, act) is { } refusal)
        {
            return refusal;
        }

        return found.RevokedAt is null
            ? found
            : new Error(ErrorCode.ApiKeyRevoked, "The key was revoked, and never works again. Make another one with POST /v1/api-keys.");
    }

    private async Task<ApiKey> RevokeAsync(ApiKey key, ApiKeyRevocation revocation, ApiKeyCaller? caller, CancellationToken cancellation)
    {
        if (key.RevokedAt is null)
        {
            await keys.RevokeAsync(Id, key.Id, revocation.Reason, time.GetUtcNow(), cancellation);
            key = await keys.GetAsync(Id, key.Id, time.GetUtcNow(), cancellation) ?? key;
        }

        // Of one that was revoked before, by whomever and for whatever reason, this is the same event, and it is there already.
        await TellAsync(
            key.RevokedAt!.Value.ToUnixTimeMilliseconds(),
            TenantEventTypes.ApiKeyRevoked,
            key.Mode,
            key.Id.ToString(),
            TenantEventData.ApiKey(key, caller, revocation));
        return key;
    }

    private (CreatedApiKey Key, byte[] Hash) NewKey(NewApiKey asked)
    {
        var id = asked.Origin?.Id ?? Guid.CreateVersion7(time.GetUtcNow());
        var secret = asked.Origin is { } origin ? ApiKeySecret.FromSeed(asked.Mode, origin.Seed) : ApiKeySecret.Generate(asked.Mode);
        var key = new ApiKey
        {
            Id = id,
            Tenant = Id,
            Name = asked.Name,
            Mode = asked.Mode,
            Prefix = ApiKeySecret.DisplayPrefix(secret),
            LastFour = ApiKeySecret.LastFour(secret),
            CreatedAt = UuidVersion7.InstantOf(id),
            ExpiresAt = asked.ExpiresAt,
            Scopes = asked.Scopes ?? ScopeSet.All,
            Kind = asked.AccountId is null ? ApiKeyKind.Service : ApiKeyKind.Personal,
            AccountId = asked.AccountId,
            AllowedIps = asked.AllowedIps ?? [],
            RateLimit = asked.RateLimit,
        };
        return (new CreatedApiKey(key, secret), ApiKeySecret.Hash(secret));
    }
}
