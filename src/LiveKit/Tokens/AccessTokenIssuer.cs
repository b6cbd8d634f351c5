using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RelayKit.LiveKit;

/// <summary>Issues LiveKit access tokens (JWT, HS256) under one API key. Safe to use from many threads at once.</summary>
public sealed class AccessTokenIssuer
{
    // The library refuses shorter keys for HS256, LiveKit does not (its development secret has 6 bytes).
    private const int MinLibraryKeyBytes = 32;

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly TimeProvider _time;

    /// <summary>An issuer for the key <paramref name="apiKey"/>, whose secret LiveKit holds too (32 bytes or more are advised).</summary>
    /// <exception cref="ArgumentException">The key or the secret is empty.</exception>
    public AccessTokenIssuer(string apiKey, string apiSecret, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiKey);
        ArgumentException.ThrowIfNullOrEmpty(apiSecret);
        ArgumentNullException.ThrowIfNull(time);
        ApiKey = apiKey;
        _time = time;
        _credentials = new SigningCredentials(new SymmetricSecurityKey(HmacKey(apiSecret)), SecurityAlgorithms.HmacSha256);
    }

    /// <summary>The API key that the tokens name as their issuer.</summary>
    public string ApiKey { get; }

    /// <summary>A signed token that says what <paramref name="request"/> says, valid from now unless it says otherwise.</summary>
    /// <exception cref="ArgumentException">The time to live is not more than zero, the grant to join lacks an identity or a room,
    /// or the room configuration has a negative number.</exception>
    public string Issue(AccessTokenRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(request.Ttl, TimeSpan.Zero, nameof(request.Ttl));
        if (request.Video is { RoomJoin: true } join)
        {
            ArgumentException.ThrowIfNullOrEmpty(request.Identity, nameof(request.Identity));
            ArgumentException.ThrowIfNullOrEmpty(join.Room, nameof(join.Room));
        }

        return _handler.CreateToken(AccessTokenPayload.Write(ApiKey, request, _time.GetUtcNow()), _credentials);
    }

    /// <summary>HMAC fills a key that is shorter than its 64-byte block with zeros (RFC 2104, section 2): filling it here changes no signature.</summary>
    private static byte[] HmacKey(string apiSecret)
    {
        var key = Encoding.UTF8.GetBytes(apiSecret);
        Array.Resize(ref key, Math.Max(key.Length, MinLibraryKeyBytes));
        return key;
    }
}
