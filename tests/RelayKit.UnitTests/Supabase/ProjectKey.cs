using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RelayKit.UnitTests.Supabase;

/// <summary>A key pair of a project, which signs what it is told to, also what no server would.</summary>
internal sealed class ProjectKey : IDisposable
{
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;

    private ProjectKey(string name, ECDsa? ec, RSA? rsa) => (Name, _ec, _rsa) = (name, ec, rsa);

    public string Name { get; }

    public string Algorithm => _ec is null ? "RS256" : "ES256";

    public static ProjectKey Ec(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), null);

    public static ProjectKey Rsa(string name, int bits = 2048) => new(name, null, RSA.Create(bits));

    /// <summary>A JWKS of these.</summary>
    public static byte[] Set(params ProjectKey[] keys) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(static key => key.Public())]) });

    public JsonNode Public()
    {
        var jwk = new JsonObject { ["kid"] = Name, ["use"] = "sig", ["alg"] = Algorithm, ["key_ops"] = new JsonArray("verify") };
        if (_ec is not null)
        {
            var point = _ec.ExportParameters(false).Q;
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        }
        else
        {
            var parameters = _rsa!.ExportParameters(false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64Url.EncodeToString(parameters.Modulus), Base64Url.EncodeToString(parameters.Exponent));
        }

        return jwk;
    }

    /// <summary>The public key as a file has it: what an attacker tries as a secret.</summary>
    public byte[] PublicPem() => Encoding.ASCII.GetBytes(_ec?.ExportSubjectPublicKeyInfoPem() ?? _rsa!.ExportSubjectPublicKeyInfoPem());

    public string Sign(JsonObject claims) => Sign(claims, new JsonObject { ["alg"] = Algorithm, ["kid"] = Name, ["typ"] = "JWT" });

    public string Sign(JsonObject claims, JsonObject header) => Compact(header, claims, data =>
        _ec?.SignData(data, HashAlgorithmName.SHA256) ?? _rsa!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string SignWithSecret(JsonObject claims, byte[] secret, string? name)
    {
        var header = new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" };
        if (name is not null)
        {
            header["kid"] = name;
        }

        return Compact(header, claims, data => HMACSHA256.HashData(secret, data));
    }

    public static string Compact(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
