using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RelayKit.LiveKit;

/// <summary>Issues LiveKit access tokens (JWT, HS256) under one API key. Safe to use from many threads at once.</summary>
public sealed class AccessTokenIssuer
{
    private const int MaxBytesOnStack = 2048;

    // RFC 7515, section 3.1: what is signed is the header and the payload in base64url, with a dot between them.
    private static readonly byte[] Header = [.. Encoding.ASCII.GetBytes(Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)), (byte)'.'];

    private readonly byte[] _secret;
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
        _secret = Encoding.UTF8.GetBytes(apiSecret);
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

        return Sign(AccessTokenPayload.Write(ApiKey, request, _time.GetUtcNow()).Span);
    }

    /// <summary>
    /// The payload as a JWS in its compact form (RFC 7515, section 7.1). A library's way of doing this took a tenth of all that minting a token costs;
    /// the tests read what comes out with that library.
    /// </summary>
    private string Sign(ReadOnlySpan<byte> payload)
    {
        var signed = Header.Length + Base64Url.GetEncodedLength(payload.Length);
        var length = signed + 1 + Base64Url.GetEncodedLength(HMACSHA256.HashSizeInBytes);
        Span<byte> token = length <= MaxBytesOnStack ? stackalloc byte[MaxBytesOnStack] : new byte[length];
        Header.CopyTo(token);
        Base64Url.EncodeToUtf8(payload, token[Header.Length..]);

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, token[..signed], signature);
        token[signed] = (byte)'.';
        Base64Url.EncodeToUtf8(signature, token[(signed + 1)..]);
        return Encoding.ASCII.GetString(token[..length]);
    }
}
