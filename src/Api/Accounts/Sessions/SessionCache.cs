using Microsoft.Extensions.Options;
using RelayKit.Accounts;
using RelayKit.Api.Authentication;
using RelayKit.Api.Requests;

namespace RelayKit.Api.Accounts.Sessions;

/// <summary>
/// From a session's token to who it is, through a cache of at most a second, as with API keys: a session that was ended is dead everywhere
/// within a second, and here at once.
/// </summary>
internal sealed class SessionCache(IAccountSessionStore store, IOptions<AccountOptions> options, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly SessionLife _life = options.Value.SessionLife;
    private readonly BriefCache<SecretHash, SignedIn?> _found = new(key => store.FindAsync(key.ToBytes(), CancellationToken.None), MaxAge, time);

    /// <summary>Who it is if that is known without asking; null when it is not.</summary>
    public SignedIn? Recall(string token) => _found.TryRecall(HashOf(token), out var found) ? Alive(found) : null;

    /// <summary>Who it is; null when there is no such session, or it has run out.</summary>
    public async ValueTask<SignedIn?> FindAsync(string token) => Alive(await _found.GetAsync(HashOf(token)));

    /// <summary>Forgets a session that this process has just ended or changed.</summary>
    public void Forget(string token) => _found.Forget(HashOf(token));

    private SignedIn? Alive(SignedIn? found) => found?.Session.IsAlive(_life, time.GetUtcNow()) == true ? found : null;

    private static SecretHash HashOf(string token) => SecretHash.Of(SecretToken.Hash(token));
}
