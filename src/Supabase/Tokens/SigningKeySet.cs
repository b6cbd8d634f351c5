using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace RelayKit.Supabase;

/// <summary>The project's public keys, by their names.</summary>
internal sealed class SigningKeySet
{
    /// <summary>A project has a few. More would be no project's.</summary>
    private const int MostKeys = 100;

    private const int ShortestRsaBits = 2048;

    private readonly FrozenDictionary<string, SigningKey> _keys;

    private SigningKeySet(FrozenDictionary<string, SigningKey> keys) => _keys = keys;

    /// <summary>The names of all keys.</summary>
    public IEnumerable<string> Names => _keys.Keys;

    public SigningKey? Find(string name) => _keys.GetValueOrDefault(name);

    /// <summary>
    /// Reads a JWKS. Keys that are not for signatures, of other kinds or too short are left out; a secret (<c>oct</c>) is never taken from what anybody can
    /// read. Of two of a name the first counts.
    /// </summary>
    /// <exception cref="FormatException">It is no JWKS.</exception>
    public static SigningKeySet Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var keys)
                || keys.ValueKind != JsonValueKind.Array
                || keys.GetArrayLength() > MostKeys)
            {
                throw new FormatException("What was answered is no set of keys.");
            }

            var read = new Dictionary<string, SigningKey>(StringComparer.Ordinal);
            foreach (var key in keys.EnumerateArray())
            {
                if (TryRead(key, out var name, out var signing))
                {
                    read.TryAdd(name, signing);
                }
            }

            return new SigningKeySet(read.ToFrozenDictionary(StringComparer.Ordinal));
        }
        catch (JsonException fault)
        {
            throw new FormatException("What was answered is not JSON.", fault);
        }
    }

    private static bool TryRead(JsonElement json, out string name, out SigningKey key)
    {
        (name, key) = ("", null!);
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        JsonWebKey read;
        try
        {
            read = new JsonWebKey(json.GetRawText());
        }
        catch (ArgumentException)
        {
            return false;
        }

        if (AlgorithmOf(read) is not { } algorithm
            || string.IsNullOrEmpty(read.Kid)
            || read.Use is not (null or "" or "sig")
            || (!string.IsNullOrEmpty(read.Alg) && read.Alg != algorithm)
            || PublicPartOf(read) is not { } part)
        {
            return false;
        }

        (name, key) = (read.Kid, new SigningKey(part, algorithm));
        return true;
    }

    private static string? AlgorithmOf(JsonWebKey key) => key switch
    {
        { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 } => SecurityAlgorithms.EcdsaSha256,
        { Kty: JsonWebAlgorithmsKeyTypes.RSA } => SecurityAlgorithms.RsaSha256,
        _ => null,
    };

    /// <summary>Null for one that cannot be read, or is too short.</summary>
    private static JsonWebKey? PublicPartOf(JsonWebKey key)
    {
        try
        {
            var part = key.Kty == JsonWebAlgorithmsKeyTypes.RSA
                ? new JsonWebKey { Kty = key.Kty, Kid = key.Kid, N = key.N, E = key.E }
                : new JsonWebKey { Kty = key.Kty, Kid = key.Kid, Crv = key.Crv, X = key.X, Y = key.Y };
            return Bits(part) >= ShortestRsaBits || part.Kty != JsonWebAlgorithmsKeyTypes.RSA ? part : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static int Bits(JsonWebKey key) => key.N is { Length: > 0 } modulus ? Base64UrlEncoder.DecodeBytes(modulus).Length * 8 : 0;
}
