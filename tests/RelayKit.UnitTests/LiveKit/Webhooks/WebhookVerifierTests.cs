using System.Text;
using Microsoft.Extensions.Time.Testing;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Webhooks;

public sealed class WebhookVerifierTests
{
    private const string Secret = "secret";
    private const long Now = 1_786_000_000;

    private static readonly byte[] Body = """{"event":"room_started","id":"EV_1","createdAt":"1786000000"}"""u8.ToArray();
    private static readonly FakeTimeProvider Time = new(DateTimeOffset.FromUnixTimeSeconds(Now));
    private static readonly WebhookVerifier Verifier = new(
        [new WebhookKey("eu", "APIeu", Secret), new WebhookKey("eu", "APInext", "next"), new WebhookKey("us", "APIus", "another")], Time);

    [Fact]
    public void A_webhook_signed_as_livekit_signs_is_accepted_for_its_cluster()
    {
        var verification = Verifier.Verify(Body, Token());

        Assert.True(verification.IsValid);
        Assert.Equal(("eu", "APIeu", WebhookRejection.None), (verification.Cluster, verification.ApiKey, verification.Rejection));
    }

    [Theory]
    [InlineData("APInext", "next", "eu")]
    [InlineData("APIus", "another", "us")]
    public void Any_of_the_keys_may_sign(string apiKey, string secret, string cluster)
    {
        var verification = Verifier.Verify(Body, Token(Claims(issuer: apiKey), secret));

        Assert.Equal((cluster, apiKey), (verification.Cluster, verification.ApiKey));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("Bearer {0}")]
    [InlineData("bearer {0}")]
    [InlineData("BEARER   {0} ")]
    public void The_token_may_stand_bare_or_after_bearer(string form) =>
        Assert.True(Verifier.Verify(Body, form.Replace("{0}", Token(), StringComparison.Ordinal)).IsValid);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Bearer")]
    [InlineData("bearer ")]
    public void No_token(string? authorization) => AssertRejected(WebhookRejection.MissingToken, authorization);

    [Theory]
    [InlineData("x")]
    [InlineData("x.y")]
    [InlineData("..")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("öäü.öäü.öäü")]
    public void Not_a_jwt(string authorization) => AssertRejected(WebhookRejection.MalformedToken, authorization);

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","typ":"JWT"}""")]
    [InlineData("""{"alg":"hs256","typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256","alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","crit":["b64"],"b64":false}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""["HS256"]""")]
    [InlineData("""{"alg":"HS256"} {}""")]
    [InlineData("not json")]
    [InlineData("")]
    public void Only_a_plain_hs256_header_is_taken(string header) =>
        AssertRejected(WebhookRejection.MalformedToken, HandMadeToken.Sign(header, Claims(), Secret));

    [Theory]
    [InlineData("""{"exp":1786000300,"sha256":"x"}""")]
    [InlineData("""{"iss":"APIeu","sha256":"x"}""")]
    [InlineData("""{"iss":1,"exp":1786000300}""")]
    [InlineData("""{"iss":"APIeu","exp":"1786000300"}""")]
    [InlineData("""{"iss":"APIeu","exp":1786000300,"nbf":null}""")]
    [InlineData("""{"iss":"APIeu","exp":1786000300,"sha256":7}""")]
    [InlineData("""{"iss":"APIeu","exp":1786000300,"exp":1786000301}""")]
    [InlineData("""{"iss":"APIeu","iss":"APIus","exp":1786000300}""")]
    [InlineData("""{"iss":"APIeu","exp":1786000300""")]
    [InlineData("""["APIeu"]""")]
    [InlineData("null")]
    public void Claims_that_cannot_be_read_one_way_only_are_refused(string claims) =>
        AssertRejected(WebhookRejection.MalformedToken, Token(claims));

    [Fact]
    public void A_token_beyond_8_KiB_is_refused_though_it_is_signed()
    {
        AssertRejected(WebhookRejection.MalformedToken, Token(Claims(extra: $",\"pad\":\"{new string('x', 8000)}\"")));
        Assert.True(Verifier.Verify(Body, Token(Claims(extra: $",\"pad\":\"{new string('x', 5000)}\""))).IsValid);
    }

    [Fact]
    public void Claims_of_other_uses_are_skipped() =>
        Assert.True(Verifier.Verify(Body, Token(Claims(extra: ",\"video\":{\"room\":[1,{\"iss\":\"x\"}]},\"iat\":1.5"))).IsValid);

    [Theory]
    [InlineData("APIother")]
    [InlineData("apieu")]
    [InlineData("")]
    public void An_api_key_that_nobody_configured(string issuer) =>
        AssertRejected(WebhookRejection.UnknownApiKey, Token(Claims(issuer: issuer)));

    [Theory]
    [InlineData("Secret")]
    [InlineData("another")]
    public void A_signature_by_another_secret(string secret) =>
        AssertRejected(WebhookRejection.InvalidSignature, Token(Claims(), secret));

    [Fact]
    public void A_signature_of_another_length_is_malformed()
    {
        AssertRejected(WebhookRejection.MalformedToken, Token()[..^1]);
        AssertRejected(WebhookRejection.MalformedToken, Token() + "A");
        AssertRejected(WebhookRejection.MalformedToken, Token()[..^43]);
    }

    [Fact]
    public void Another_spelling_of_the_same_signature_is_refused()
    {
        // The last of 43 characters holds 4 bits of the hash and 2 unused ones: its neighbour in the alphabet decodes to the same bytes.
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var token = Token();
        var neighbour = Alphabet[Alphabet.IndexOf(token[^1], StringComparison.Ordinal) + 1];

        AssertRejected(WebhookRejection.InvalidSignature, token[..^1] + neighbour);
    }

    [Theory]
    [InlineData(-60, WebhookRejection.None)]
    [InlineData(-61, WebhookRejection.Expired)]
    [InlineData(-1e300, WebhookRejection.Expired)]
    public void The_end_has_a_minute_of_leeway(double secondsFromNow, WebhookRejection expected) =>
        Assert.Equal(expected, Verifier.Verify(Body, Token(Claims(expires: Now + secondsFromNow))).Rejection);

    [Theory]
    [InlineData(60, WebhookRejection.None)]
    [InlineData(61, WebhookRejection.NotYetValid)]
    [InlineData(1e300, WebhookRejection.NotYetValid)]
    public void The_beginning_has_a_minute_of_leeway(double secondsFromNow, WebhookRejection expected) =>
        Assert.Equal(expected, Verifier.Verify(Body, Token(Claims(notBefore: Now + secondsFromNow))).Rejection);

    [Fact]
    public void Without_a_beginning_it_is_valid_at_once() =>
        Assert.True(Verifier.Verify(Body, Token(
            $$"""{"iss":"APIeu","exp":{{Now + 300}}.5,"sha256":"{{HandMadeToken.BodyHash(Body)}}"}""")).IsValid);

    [Theory]
    [InlineData("")]
    [InlineData(",\"sha256\":\"\"")]
    public void A_token_that_says_nothing_about_the_body(string hash) =>
        AssertRejected(WebhookRejection.MissingBodyHash, Token($$"""{"iss":"APIeu","exp":{{Now + 300}}{{hash}}}"""));

    [Fact]
    public void A_body_that_was_not_signed()
    {
        AssertMismatch([.. Body, (byte)'\n'], HandMadeToken.BodyHash(Body));
        AssertMismatch([0xEF, 0xBB, 0xBF, .. Body], HandMadeToken.BodyHash(Body));
        AssertMismatch([], HandMadeToken.BodyHash(Body));
    }

    [Fact]
    public void Only_standard_base64_with_padding_is_a_hash()
    {
        // The hash of this body has '+' or '/' in it, so that the two alphabets differ.
        var body = Enumerable.Range(0, 1000).Select(i => Encoding.UTF8.GetBytes($"body {i}"))
            .First(bytes => HandMadeToken.BodyHash(bytes).AsSpan().ContainsAny('+', '/'));
        var hash = HandMadeToken.BodyHash(body);

        Assert.True(Verifier.Verify(body, Token(Claims(hash: hash))).IsValid);
        AssertMismatch(body, hash.Replace('+', '-').Replace('/', '_'));
        AssertMismatch(body, hash.TrimEnd('='));
        AssertMismatch(body, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(body)));
    }

    [Fact]
    public void Two_keys_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => new WebhookVerifier([new WebhookKey("a", "API", "1"), new WebhookKey("b", "API", "2")], Time));

    [Fact]
    public void A_keys_text_does_not_tell_its_secret() =>
        Assert.DoesNotContain("hush", new WebhookKey("eu", "API", "hush").ToString(), StringComparison.Ordinal);

    private static string Token() => Token(Claims());

    private static string Token(string claims, string secret = Secret) => HandMadeToken.Sign(HandMadeToken.Hs256, claims, secret);

    private static string Claims(
        string issuer = "APIeu", double expires = Now + 300, double notBefore = Now, string? hash = null, string extra = "") =>
        FormattableString.Invariant(
            $$"""{"iss":"{{issuer}}","nbf":{{notBefore:R}},"exp":{{expires:R}},"sha256":"{{hash ?? HandMadeToken.BodyHash(Body)}}"{{extra}}}""");

    private static void AssertMismatch(byte[] body, string hash) =>
        Assert.Equal(WebhookRejection.BodyHashMismatch, Verifier.Verify(body, Token(Claims(hash: hash))).Rejection);

    private static void AssertRejected(WebhookRejection expected, string? authorization)
    {
        var verification = Verifier.Verify(Body, authorization);

        Assert.False(verification.IsValid);
        Assert.Equal((expected, null, null), (verification.Rejection, verification.Cluster, verification.ApiKey));
    }
}
