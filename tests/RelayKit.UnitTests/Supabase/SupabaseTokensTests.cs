using System.Text;
using System.Text.Json.Nodes;
using RelayKit.Supabase;

namespace RelayKit.UnitTests.Supabase;

/// <summary>Which access tokens are taken, and what is said of the others.</summary>
public sealed class SupabaseTokensTests : IDisposable
{
    private const string Secret = "a-secret-of-an-old-project-0123456789abcdef";

    private readonly ProjectKey _ec = ProjectKey.Ec("ec-1");
    private readonly ProjectKey _rsa = ProjectKey.Rsa("rsa-1");
    private readonly PlayedKeySource _source;
    private readonly SupabaseTokens _tokens;

    public SupabaseTokensTests()
    {
        _source = new PlayedKeySource(_ec, _rsa);
        _tokens = _source.Tokens();
    }

    private JsonObject Good => Claims.Of(_source.Time.GetUtcNow());

    private long Now => _source.Time.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task Tokens_of_both_kinds_of_keys_are_taken_and_say_who_it_is_and_since_when()
    {
        foreach (var key in new[] { _ec, _rsa })
        {
            var reading = await ReadAsync(key.Sign(Good.With("aud", new JsonArray("other", "authenticated"))));

            Assert.Null(reading.Refusal);
            Assert.Equal(
                new SupabaseIdentity(Claims.Subject, Guid.Parse("2f1f9e2c-8a55-4f5b-9f3a-0c8d6a1a2b3c"), _source.Time.GetUtcNow(), _source.Time.GetUtcNow().AddHours(1)),
                reading.Identity);
        }

        Assert.Equal(1, _source.Fetches);
    }

    [Fact]
    public async Task A_session_that_is_renewed_has_not_begun_anew()
    {
        var factors = new JsonArray(
            new JsonObject { ["method"] = "totp", ["timestamp"] = Now - 500 }, new JsonObject { ["method"] = "password", ["timestamp"] = Now - 600 });

        var reading = await ReadAsync(_ec.Sign(Good.With("amr", factors)));

        Assert.Equal(_source.Time.GetUtcNow().AddSeconds(-600), reading.Identity!.SignedInAt);
        Assert.Equal(_source.Time.GetUtcNow(), (await ReadAsync(_ec.Sign(Good.Without("amr")))).Identity!.SignedInAt);
    }

    [Fact]
    public async Task Clocks_may_be_half_a_minute_apart()
    {
        Assert.Null((await ReadAsync(_ec.Sign(Good.With("exp", Now - 29)))).Refusal);
        Assert.Null((await ReadAsync(_ec.Sign(Good.With("iat", Now + 30).With("nbf", Now + 30)))).Refusal);
        await RefusedAsync(TokenRefusal.Expired, _ec.Sign(Good.With("exp", Now - 30)));
        await RefusedAsync(TokenRefusal.NotYetValid, _ec.Sign(Good.With("nbf", Now + 31)));
        await RefusedAsync(TokenRefusal.NotYetValid, _ec.Sign(Good.With("iat", Now + 31)));
    }

    [Fact]
    public async Task A_token_of_another_service_or_project_is_refused_by_what_is_wrong()
    {
        using var foreign = ProjectKey.Ec("foreign");

        await RefusedAsync(TokenRefusal.WrongAudience, _ec.Sign(Good.With("aud", "anon")));
        await RefusedAsync(TokenRefusal.WrongAudience, _ec.Sign(Good.Without("aud")));
        await RefusedAsync(TokenRefusal.WrongIssuer, _ec.Sign(Good.With("iss", Claims.Issuer + "/")));
        await RefusedAsync(TokenRefusal.WrongIssuer, _ec.Sign(Good.Without("iss")));
        await RefusedAsync(TokenRefusal.WrongIssuer, foreign.Sign(Claims.Of(_source.Time.GetUtcNow(), issuer: "https://other.supabase.example/auth/v1")));
        await RefusedAsync(TokenRefusal.UnknownKey, foreign.Sign(Good));
    }

    [Fact]
    public async Task A_signature_that_is_not_the_named_keys_is_refused()
    {
        using var other = ProjectKey.Ec("ec-1");
        var good = _ec.Sign(Good);
        var parts = good.Split('.');

        await RefusedAsync(TokenRefusal.BadSignature, other.Sign(Good));
        await RefusedAsync(TokenRefusal.BadSignature, $"{parts[0]}.{_ec.Sign(Good.With("sub", Guid.NewGuid().ToString("D"))).Split('.')[1]}.{parts[2]}");
        await RefusedAsync(TokenRefusal.BadSignature, $"{parts[0]}.{parts[1]}.");
        await RefusedAsync(TokenRefusal.BadSignature, $"{parts[0]}.{parts[1]}.{new string('A', 86)}");
        await RefusedAsync(TokenRefusal.UnknownKey, _ec.Sign(Good, new JsonObject { ["alg"] = "ES256" }));
    }

    [Fact]
    public async Task The_kid_of_another_key_does_not_help()
    {
        _source.Answer = () => Task.FromResult(ProjectKey.Set(_ec, _rsa));
        using var second = ProjectKey.Ec("ec-2");
        _source.Answer = () => Task.FromResult(ProjectKey.Set(_ec, second, _rsa));

        await RefusedAsync(TokenRefusal.BadSignature, _ec.Sign(Good, new JsonObject { ["alg"] = "ES256", ["kid"] = "ec-2" }));
        await RefusedAsync(TokenRefusal.AlgorithmNotAllowed, _ec.Sign(Good, new JsonObject { ["alg"] = "ES256", ["kid"] = "rsa-1" }));
        await RefusedAsync(TokenRefusal.AlgorithmNotAllowed, _rsa.Sign(Good, new JsonObject { ["alg"] = "RS256", ["kid"] = "ec-1" }));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    [InlineData("")]
    [InlineData("HS256")]
    [InlineData("HS512")]
    [InlineData("ES384")]
    [InlineData("PS256")]
    [InlineData("es256")]
    public async Task An_algorithm_that_is_not_taken_is_refused_however_it_is_signed(string algorithm)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = "ec-1" };

        await RefusedAsync(TokenRefusal.AlgorithmNotAllowed, _ec.Sign(Good, header));
        await RefusedAsync(TokenRefusal.AlgorithmNotAllowed, ProjectKey.Compact((JsonObject)header.DeepClone(), Good, static _ => []));
        Assert.Equal(0, _source.Fetches);
    }

    [Fact]
    public async Task A_public_key_is_no_secret_also_where_a_secret_is_configured()
    {
        foreach (var tokens in new[] { _tokens, _source.Tokens(Secret) })
        {
            foreach (var secret in new[] { _rsa.PublicPem(), Encoding.UTF8.GetBytes(_rsa.Public().ToJsonString()), Encoding.UTF8.GetBytes(Secret) })
            {
                Assert.Equal(TokenRefusal.AlgorithmNotAllowed, (await tokens.ReadAsync(ProjectKey.SignWithSecret(Good, secret, "rsa-1"), default)).Refusal);
            }
        }
    }

    [Fact]
    public async Task The_secret_of_an_old_project_is_taken_where_it_is_configured()
    {
        var tokens = _source.Tokens(Secret);
        foreach (var name in new[] { null, "old" })
        {
            Assert.NotNull((await tokens.ReadAsync(ProjectKey.SignWithSecret(Good, Encoding.UTF8.GetBytes(Secret), name), default)).Identity);
            Assert.Equal(TokenRefusal.BadSignature, (await tokens.ReadAsync(ProjectKey.SignWithSecret(Good, Encoding.UTF8.GetBytes(Secret + "x"), name), default)).Refusal);
        }

        Assert.NotNull((await tokens.ReadAsync(_ec.Sign(Good), default)).Identity);
    }

    [Fact]
    public async Task What_is_no_access_token_is_malformed()
    {
        var crit = new JsonObject { ["alg"] = "ES256", ["kid"] = "ec-1", ["crit"] = new JsonArray("b64") };
        string[] malformed =
        [
            "", ".", "..", "a.b", "a.b.c.d", "a.b.c", "!.!.!", "e30.e30.", _ec.Sign(Good) + ".x", _ec.Sign(Good, crit),
            _ec.Sign(Good.Without("exp")), _ec.Sign(Good.Without("iat")), _ec.Sign(Good.Without("sub")),
            _ec.Sign(Good.With("sub", "admin")), _ec.Sign(Good.With("exp", "tomorrow")), _ec.Sign(Good.With("iat", -1)),
            _ec.Sign(Good.With("exp", 1e300)), _ec.Sign(Good.With("email", new string('a', SupabaseTokens.MaxLength))),
        ];

        foreach (var token in malformed)
        {
            var refusal = (await ReadAsync(token)).Refusal;
            Assert.True(refusal is TokenRefusal.Malformed || (token == "e30.e30." && refusal is TokenRefusal.AlgorithmNotAllowed), $"{refusal}: {token}");
        }
    }

    [Fact]
    public async Task Without_keys_nobody_can_say()
    {
        _source.Answer = static () => throw new HttpRequestException("away");

        await RefusedAsync(TokenRefusal.KeysUnavailable, _ec.Sign(Good));
    }

    public void Dispose()
    {
        _ec.Dispose();
        _rsa.Dispose();
        _source.Dispose();
    }

    private async Task<TokenReading> ReadAsync(string token) => await _tokens.ReadAsync(token, CancellationToken.None);

    private async Task RefusedAsync(TokenRefusal refusal, string token) => Assert.Equal(refusal, (await ReadAsync(token)).Refusal);
}
