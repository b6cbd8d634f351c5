using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using RelayKit.Privacy;
using RelayKit.Secrets;
using RelayKit.Tenants;

namespace RelayKit.Storage.Privacy;

/// <summary>
/// The keys of certificates: the one that is configured, else one that RelayKit has made for itself. Every one that was ever signed by is kept, of a
/// configured one the public half alone. A private half is sealed, as tenants' secrets are.
/// </summary>
internal sealed class CertificateKeys(
    PostgresDataSources sources, ISecretProtector protector, IOptions<PrivacyOptions> options, TimeProvider time) : ICertificateKeys
{
    /// <summary>RelayKit's own keys are no tenant's.</summary>
    private static TenantId Nobody => default;

    private static readonly SecretPurpose Purpose = new("privacy.certificate_key");

    private const string SelectNewest = "select private_key from certificate_keys where private_key is not null order by created_at desc, key_id limit 1";

    private const string Insert =
        "insert into certificate_keys (key_id, public_key, private_key, created_at) values ($1, $2, $3, $4) on conflict (key_id) do nothing";

    private const string SelectPublic = "select public_key from certificate_keys order by created_at, key_id";

    public async Task<string> SignAsync(string payload, CancellationToken cancellation)
    {
        using var key = await OwnAsync(cancellation);
        var credentials = new SigningCredentials(
            new ECDsaSecurityKey(key) { KeyId = IdOf(key), CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
            SecurityAlgorithms.EcdsaSha256);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(payload, credentials);
    }

    public async Task<string> PublicKeysAsync(CancellationToken cancellation)
    {
        // The one that the next certificate is signed by is among them from the start.
        (await OwnAsync(cancellation)).Dispose();
        using var text = new MemoryStream();
        await using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("keys"u8);
            await using var command = sources.Jobs.CreateCommand(SelectPublic);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                using var key = ECDsa.Create();
                key.ImportSubjectPublicKeyInfo(reader.GetFieldValue<byte[]>(0), out _);
                WritePublic(json, key);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private async Task<ECDsa> OwnAsync(CancellationToken cancellation)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (options.Value.CertificateKey is { Length: > 0 } pem)
        {
            key.ImportFromPem(pem);
            await KeepAsync(key, withPrivate: false, cancellation);
            return key;
        }

        await using var command = sources.Jobs.CreateCommand(SelectNewest);
        if (await command.ExecuteScalarAsync(cancellation) is byte[] kept)
        {
            key.ImportPkcs8PrivateKey(protector.Unprotect(Purpose, Nobody, kept), out _);
            return key;
        }

        await KeepAsync(key, withPrivate: true, cancellation);
        return key;
    }

    private async Task KeepAsync(ECDsa key, bool withPrivate, CancellationToken cancellation)
    {
        await using var command = sources.Jobs.CreateCommand(Insert);
        command.Parameters.AddWithValue(IdOf(key));
        command.Parameters.AddWithValue(key.ExportSubjectPublicKeyInfo());
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = withPrivate ? protector.Protect(Purpose, Nobody, key.ExportPkcs8PrivateKey()) : DBNull.Value,
            NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea,
        });
        command.Parameters.AddWithValue(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The key's name is its thumbprint (RFC 7638), so that one key has one name.</summary>
    private static string IdOf(ECDsa key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64UrlEncoder.Encode(q.X)}}","y":"{{Base64UrlEncoder.Encode(q.Y)}}"}""";
        return Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    private static void WritePublic(Utf8JsonWriter json, ECDsa key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        json.WriteStartObject();
        json.WriteString("kty"u8, "EC"u8);
        json.WriteString("crv"u8, "P-256"u8);
        json.WriteString("x"u8, Base64UrlEncoder.Encode(q.X));
        json.WriteString("y"u8, Base64UrlEncoder.Encode(q.Y));
        json.WriteString("kid"u8, IdOf(key));
        json.WriteString("use"u8, "sig"u8);
        json.WriteString("alg"u8, "ES256"u8);
        json.WriteEndObject();
    }
}
