using System.Buffers.Text;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RelayKit.Supabase;

/// <summary>
/// Reads access tokens of the project: issuer and audience are fixed, the algorithm is the key's own (ES256 or RS256, by the project's JWKS), and HS256 is taken
/// only where a secret is configured and never for a name that is a public key's. Each refusal says why. A token is a secret: nothing of it is logged.
/// </summary>
public sealed class SupabaseTokens
{
    /// <summary>The most characters of a token; a request takes 16 KiB of header in all. GoTrue's have one to two thousand.</summary>
    public const int MaxLength = 12 * 1024;

    /// <summary>How far the clocks of Supabase and RelayKit may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };
    private readonly SigningKeys _keys;
    private readonly TimeProvider _time;
    private readonly string _issuer;
    private readonly string _audience;
    private readonly SymmetricSecurityKey? _secret;

    internal SupabaseTokens(SupabaseOptions options, SigningKeys keys, TimeProvider time)
    {
        (_keys, _time, _issuer, _audience) = (keys, time, options.ExpectedIssuer, options.Audience);
        _secret = string.IsNullOrEmpty(options.JwtSecret) ? null : new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.JwtSecret));
    }

    /// <summary>Whether a text may be an access token: three parts of base64url. It says nothing of whether it is good.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> text)
    {
        var first = text.IndexOf('.');
        var second = first < 0 ? -1 : text[(first + 1)..].IndexOf('.');
        return first > 0 && second > 0 && text[(first + second + 2)..].IndexOf('.') < 0;
    }

    /// <summary>Reads a token.</summary>
    public async ValueTask<TokenReading> ReadAsync(string token, CancellationToken cancellation)
    {
        if (Parse(token) is not { } jwt)
        {
            return TokenRefusal.Malformed;
        }

        // What is not ours is refused before a key is looked for, so that it makes nobody fetch any.
        if (!IsAllowed(jwt.Alg))
        {
            return TokenRefusal.AlgorithmNotAllowed;
        }

        if (jwt.Issuer != _issuer)
        {
            return TokenRefusal.WrongIssuer;
        }

        var (key, refusal) = await FindKeyAsync(jwt, cancellation);
        return key is null ? refusal : await VerifyAsync(jwt, key);
    }

    private static JsonWebToken? Parse(string token)
    {
        if (token.Length > MaxLength || !LooksLikeOne(token))
        {
            return null;
        }

        try
        {
            var jwt = new JsonWebToken(token);

            // What "must be understood" (RFC 7515, section 4.1.11) is understood by nobody here.
            return jwt.TryGetHeaderValue<object>("crit", out _) ? null : jwt;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or SecurityTokenException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private bool IsAllowed(string? algorithm) => algorithm switch
    {
        SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.RsaSha256 => true,
        SecurityAlgorithms.HmacSha256 => _secret is not null,
        _ => false,
    };

    private async ValueTask<(SecurityKey? Key, TokenRefusal Refusal)> FindKeyAsync(JsonWebToken jwt, CancellationToken cancellation)
    {
        var isSecret = jwt.Alg == SecurityAlgorithms.HmacSha256;
        if (string.IsNullOrEmpty(jwt.Kid))
        {
            return isSecret ? (_secret, default) : (null, TokenRefusal.UnknownKey);
        }

        var (found, isKnown) = await _keys.FindAsync(jwt.Kid, cancellation);
        return !isKnown ? (null, TokenRefusal.KeysUnavailable)
            : found is not null && found.Algorithm != jwt.Alg ? (null, TokenRefusal.AlgorithmNotAllowed)
            : found is not null ? (found.Key, default)
            : isSecret ? (_secret, default)
            : (null, TokenRefusal.UnknownKey);
    }

    private async Task<TokenReading> VerifyAsync(JsonWebToken jwt, SecurityKey key)
    {
        var result = await _handler.ValidateTokenAsync(jwt, new TokenValidationParameters
        {
            ValidIssuer = _issuer,
            ValidAudience = _audience,
            ValidAlgorithms = [jwt.Alg],
            IssuerSigningKeyResolver = (_, _, _, _) => [key],
            RequireSignedTokens = true,
            RequireExpirationTime = true,

            // By the process's own clock, below.
            LifetimeValidator = static (_, _, _, _) => true,
        });
        return result.IsValid ? Read(jwt) : RefusalOf(result.Exception);
    }

    private TokenReading Read(JsonWebToken jwt)
    {
        if (AccessTokenClaims.Read(Base64Url.DecodeFromChars(jwt.EncodedPayload)) is not { } claims)
        {
            return TokenRefusal.Malformed;
        }

        var (now, skew) = (_time.GetUtcNow().ToUnixTimeSeconds(), (long)ClockSkew.TotalSeconds);
        return claims.ExpiresAt <= now - skew ? TokenRefusal.Expired
            : claims.IssuedAt > now + skew || claims.NotBefore > now + skew ? TokenRefusal.NotYetValid
            : new SupabaseIdentity(
                claims.Subject,
                claims.SessionId,
                DateTimeOffset.FromUnixTimeSeconds(claims.SignedInAt),
                DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt));
    }

    private static TokenRefusal RefusalOf(Exception fault) => fault switch
    {
        SecurityTokenInvalidAudienceException => TokenRefusal.WrongAudience,
        SecurityTokenInvalidIssuerException => TokenRefusal.WrongIssuer,
        SecurityTokenInvalidAlgorithmException => TokenRefusal.AlgorithmNotAllowed,
        SecurityTokenNoExpirationException => TokenRefusal.Malformed,
        _ => TokenRefusal.BadSignature,
    };
}
