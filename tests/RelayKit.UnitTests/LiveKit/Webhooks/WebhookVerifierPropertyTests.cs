using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Webhooks;

public sealed class WebhookVerifierPropertyTests
{
    private const long Now = 1_786_000_000;

    private static readonly FakeTimeProvider Time = new(DateTimeOffset.FromUnixTimeSeconds(Now));
    private static readonly Gen<byte[]> Bodies = Gen.Byte.Array[0, 300];

    private static readonly Gen<WebhookKey[]> KeySets =
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 20], Gen.String[1, 100])
            .Array[1, 8]
            .Select(pairs => pairs.DistinctBy(pair => pair.Item1).Select(pair => new WebhookKey($"of {pair.Item1}", pair.Item1, pair.Item2)).ToArray());

    private static readonly Gen<(byte[] Body, WebhookKey[] Keys, WebhookKey Signer)> Signings =
        Gen.Select(Bodies, KeySets, Gen.Int[0, 7], (body, keys, signer) => (body, keys, keys[signer % keys.Length]));

    [Fact]
    public void Any_body_signed_by_any_key_of_any_set_is_accepted_for_that_key() => Signings.Sample(
        sample => new WebhookVerifier(sample.Keys, Time).Verify(sample.Body, Token(sample.Body, sample.Signer))
            is { IsValid: true } verification
            && verification.Cluster == sample.Signer.Cluster && verification.ApiKey == sample.Signer.ApiKey,
        iter: 1_000);

    [Fact]
    public void A_token_that_our_issuer_makes_is_accepted() => Signings.Sample(
        sample => new WebhookVerifier(sample.Keys, Time).Verify(
            sample.Body,
            new AccessTokenIssuer(sample.Signer.ApiKey, sample.Signer.ApiSecret, Time).Issue(
                new AccessTokenRequest { Ttl = TimeSpan.FromMinutes(5), Sha256 = HandMadeToken.BodyHash(sample.Body) })).IsValid,
        iter: 1_000);

    [Fact]
    public void A_body_with_one_flipped_bit_is_refused() => Gen.Select(Signings, Gen.Int[0, int.MaxValue]).Sample(
        (sample, position) =>
        {
            if (sample.Body.Length == 0)
            {
                return true;
            }

            var token = Token(sample.Body, sample.Signer);
            byte[] forged = [.. sample.Body];
            forged[position / 8 % forged.Length] ^= (byte)(1 << (position % 8));
            return new WebhookVerifier(sample.Keys, Time).Verify(forged, token).Rejection == WebhookRejection.BodyHashMismatch;
        },
        iter: 1_000);

    [Fact]
    public void A_token_with_one_flipped_bit_is_refused() => Gen.Select(Signings, Gen.Int[0, int.MaxValue]).Sample(
        (sample, position) =>
        {
            var forged = Token(sample.Body, sample.Signer).ToCharArray();
            forged[position / 7 % forged.Length] ^= (char)(1 << (position % 7));
            return !new WebhookVerifier(sample.Keys, Time).Verify(sample.Body, new string(forged)).IsValid;
        },
        iter: 2_000);

    [Fact]
    public void Nothing_a_stranger_sends_makes_it_throw_or_believe() => Gen.Select(Bodies, Gen.OneOf(
            Gen.String[0, 200],
            Gen.Select(Gen.String[0, 60], Gen.String[0, 60], (header, claims) => HandMadeToken.Sign(header, claims, "wrong")),
            Gen.String[0, 60].Select(claims => HandMadeToken.Sign(HandMadeToken.Hs256, $"{{\"iss\":\"{claims}", "wrong")))).Sample(
        (body, token) => !new WebhookVerifier([new WebhookKey("c", "API", "right")], Time).Verify(body, token).IsValid,
        iter: 2_000);

    [Fact]
    public void It_judges_as_the_jwt_library_judges()
    {
        var handler = new JsonWebTokenHandler();
        var claims = Gen.Select(
            Gen.Int[-200, 200], Gen.Int[-200, 200], Gen.Bool,
            (expires, notBefore, rightKey) => (Expires: Now + expires, NotBefore: Now + notBefore, RightKey: rightKey));

        claims.Sample(
            sample =>
            {
                const string Secret = "a secret that is long enough for the library";
                var payload =
                    $$"""{"iss":"API","nbf":{{sample.NotBefore}},"exp":{{sample.Expires}},"sha256":"{{HandMadeToken.BodyHash([])}}"}""";
                var token = HandMadeToken.Sign(HandMadeToken.Hs256, payload, sample.RightKey ? Secret : Secret + "!");
                var ours = new WebhookVerifier([new WebhookKey("c", "API", Secret)], Time).Verify([], token).IsValid;
                var theirs = handler.ValidateTokenAsync(token, LibraryRules(Secret)).GetAwaiter().GetResult().IsValid;
                return ours == theirs;
            },
            iter: 1_000);
    }

    private static TokenValidationParameters LibraryRules(string secret) => new()
    {
        ValidIssuer = "API",
        ValidateAudience = false,
        ValidAlgorithms = ["HS256"],
        IssuerSigningKey = new SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(secret)),
        // The library's own rule reads the machine's clock; this is its rule with ours.
        LifetimeValidator = (notBefore, expires, _, _) =>
            notBefore <= Time.GetUtcNow().UtcDateTime.AddMinutes(1) && expires >= Time.GetUtcNow().UtcDateTime.AddMinutes(-1),
    };

    private static string Token(byte[] body, WebhookKey signer) => HandMadeToken.Sign(
        HandMadeToken.Hs256,
        $$"""{"iss":"{{signer.ApiKey}}","iat":{{Now}},"nbf":{{Now}},"exp":{{Now + 300}},"sha256":"{{HandMadeToken.BodyHash(body)}}"}""",
        signer.ApiSecret);
}
