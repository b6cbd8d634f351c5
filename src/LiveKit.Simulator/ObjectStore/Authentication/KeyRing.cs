using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace RelayKit.LiveKit.Simulator.ObjectStore.Authentication;

/// <summary>The keys that may sign: those of the options, and those of roles that were taken on.</summary>
internal sealed class KeyRing
{
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, ObjectStoreKey> _keys;
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public KeyRing(ObjectStoreOptions options, TimeProvider time)
    {
        _time = time;
        _keys = new(options.Keys.Select(key => KeyValuePair.Create(key.AccessKeyId, key)), StringComparer.Ordinal);
    }

    /// <summary>The key with this id, if what was said besides it is right.</summary>
    /// <exception cref="S3Exception">There is none, or it is over.</exception>
    public ObjectStoreKey Find(string accessKeyId, string? sessionToken)
    {
        if (sessionToken is null)
        {
            return _keys.GetValueOrDefault(accessKeyId) ?? throw new S3Exception(
                403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", ("AWSAccessKeyId", accessKeyId));
        }

        return !_sessions.TryGetValue(accessKeyId, out var session) || session.Token != sessionToken
            ? throw new S3Exception(400, "InvalidToken", "The provided token is malformed or otherwise invalid.")
            : _time.GetUtcNow() >= session.ExpiresAt
                ? throw new S3Exception(400, "ExpiredToken", "The provided token has expired.")
            : session.Key;
    }

    /// <summary>A key for some time, with what the role may do.</summary>
    public Session Open(ObjectStoreRole role, TimeSpan lifetime)
    {
        var session = new Session(
            new ObjectStoreKey($"ASIA{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}", Convert.ToHexString(RandomNumberGenerator.GetBytes(20)), role.Grants),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)),
            _time.GetUtcNow() + lifetime);
        _sessions[session.Key.AccessKeyId] = session;
        return session;
    }

    /// <summary>Puts a key in place of the one with its id.</summary>
    public void Replace(ObjectStoreKey key) => _keys[key.AccessKeyId] = key;

    /// <summary>Takes a key away, whether it is one of the options or of a role. False when there is none.</summary>
    public bool Revoke(string accessKeyId) => _keys.TryRemove(accessKeyId, out _) | _sessions.TryRemove(accessKeyId, out _);
}

/// <summary>A role that was taken on.</summary>
internal sealed record Session(ObjectStoreKey Key, string Token, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"{nameof(Session)} {{ Key = {Key}, ExpiresAt = {ExpiresAt:O} }}";
}
