using System.Collections.Immutable;
using RelayKit.Tenants;

namespace RelayKit.ApiKeys;

/// <summary>Where what is kept of API keys is stored. Secrets come here as hashes.</summary>
public interface IApiKeyStore
{
    /// <summary>Writes a key; does nothing where it is there already.</summary>
    Task<AddedApiKey> AddAsync(ApiKey key, byte[] hash, CancellationToken cancellation);

    /// <summary>Finds a key that works by the hash of one of its secrets: not if it was revoked or switched off. Times are its reader's to judge.</summary>
    Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellation);

    /// <summary>Finds a key by the hash of one of its secrets, whatever has become of it.</summary>
    Task<ApiKey?> FindInAnyStateAsync(byte[] hash, CancellationToken cancellation);

    /// <summary>Reads a key; null when the tenant has none of that id.</summary>
    Task<ApiKey?> GetAsync(TenantId tenant, Guid key, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Lists keys.</summary>
    Task<ApiKeyPage> ListAsync(ApiKeyListQuery query, CancellationToken cancellation);

    /// <summary>Writes what can be changed of a key. Does nothing to one that was revoked.</summary>
    Task UpdateAsync(ApiKey key, CancellationToken cancellation);

    /// <summary>
    /// Gives a key another secret; the one before goes on until <paramref name="oldEndsAt"/>, and those that have ended are removed. Does nothing where the key
    /// has, or had, the secret already, nor to one that was revoked.
    /// </summary>
    Task RotateAsync(ApiKey key, byte[] hash, DateTimeOffset oldEndsAt, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends a key with all its secrets. Does nothing to one that was revoked already.</summary>
    Task RevokeAsync(TenantId tenant, Guid key, string reason, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>The personal keys of an account that were not revoked.</summary>
    Task<ImmutableArray<ApiKey>> ListOfAccountAsync(TenantId tenant, Guid account, CancellationToken cancellation);

    /// <summary>Writes down the last use of keys, each at most once in <see cref="ApiKeyUse.Grain"/>, in one statement.</summary>
    /// <returns>How many were written.</returns>
    Task<int> NoteUsesAsync(IReadOnlyCollection<UsedApiKey> uses, CancellationToken cancellation);
}

/// <summary>What came of adding a key.</summary>
public enum AddedApiKey
{
    /// <summary>It is there.</summary>
    Added,

    /// <summary>There is no such tenant.</summary>
    NoTenant,

    /// <summary>The tenant has as many keys as it may have.</summary>
    TooMany,
}
