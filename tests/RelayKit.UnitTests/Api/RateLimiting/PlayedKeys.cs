using System.Collections.Immutable;
using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.RateLimiting;

/// <summary>The table of keys: those that the test made.</summary>
internal sealed class PlayedKeys : IApiKeyStore
{
    private readonly Dictionary<string, ApiKey> _keys = [];
    private int _lookUps;

    /// <summary>How often somebody has looked a key up.</summary>
    public int LookUps => Volatile.Read(ref _lookUps);

    /// <summary>Whether looking up fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>What a look-up waits for before it answers with what it saw at its start.</summary>
    public Func<Task> BeforeAnswer { get; set; } = static () => Task.CompletedTask;

    /// <summary>The uses that were written, by statement.</summary>
    public List<UsedApiKey[]> Uses { get; } = [];

    /// <summary>A key that has the right form, and that nobody was given.</summary>
    public static string Unknown() => ApiKeySecret.Generate(Mode.Live);

    /// <summary>The key of a new tenant.</summary>
    public string Add(ScopeSet? scopes = null, Func<ApiKey, ApiKey>? with = null)
    {
        var secret = ApiKeySecret.Generate(Mode.Live);
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(),
            Tenant = new TenantId(Guid.CreateVersion7()),
            Name = "Backend",
            Mode = Mode.Live,
            Prefix = ApiKeySecret.DisplayPrefix(secret),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Scopes = scopes ?? ScopeSet.All,
        };
        _keys.Add(HashOf(secret), with is null ? key : with(key));
        return secret;
    }

    public void Revoke(string secret) => _keys.Remove(HashOf(secret));

    public async Task<ApiKey?> FindAsync(byte[] hash, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _lookUps);
        if (IsAway)
        {
            throw new TimeoutException("PostgreSQL is away.");
        }

        var found = _keys.GetValueOrDefault(Convert.ToHexString(hash));
        await BeforeAnswer();
        return found;
    }

    public Task<int> NoteUsesAsync(IReadOnlyCollection<UsedApiKey> uses, CancellationToken cancellation)
    {
        if (IsAway)
        {
            throw new TimeoutException("PostgreSQL is away.");
        }

        Uses.Add([.. uses]);
        return Task.FromResult(uses.Count);
    }

    public Task<AddedApiKey> AddAsync(ApiKey key, byte[] hash, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ApiKey?> FindInAnyStateAsync(byte[] hash, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ApiKey?> GetAsync(TenantId tenant, Guid key, DateTimeOffset now, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ApiKeyPage> ListAsync(ApiKeyListQuery query, CancellationToken cancellation) => throw new NotSupportedException();

    public Task UpdateAsync(ApiKey key, CancellationToken cancellation) => throw new NotSupportedException();

    public Task RotateAsync(ApiKey key, byte[] hash, DateTimeOffset oldEndsAt, DateTimeOffset now, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task RevokeAsync(TenantId tenant, Guid key, string reason, DateTimeOffset now, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<ImmutableArray<ApiKey>> ListOfAccountAsync(TenantId tenant, Guid account, CancellationToken cancellation) => throw new NotSupportedException();

    private static string HashOf(string secret) => Convert.ToHexString(ApiKeySecret.Hash(secret));
}
