using System.Security.Cryptography;
using System.Text;
using CsCheck;
using RelayKit.Api.Idempotency;

namespace RelayKit.UnitTests.Api.Idempotency;

public sealed class RequestSecretsTests
{
    private const string Credential = "rk_live_abc";
    private const string Key = "order-17";

    private static readonly string[] Scope = ["ten_1", "POST", "/v1/rooms/{room}/tokens", "lobby"];

    public static TheoryData<string, string, string[]> Others => new()
    {
        { "rk_live_abd", Key, Scope },
        { Credential, "order-18", Scope },
        { "rk_live_abcorder-1", "7", Scope },
        { Credential, Key, ["ten_2", "POST", "/v1/rooms/{room}/tokens", "lobby"] },
        { Credential, Key, ["ten_1", "PUT", "/v1/rooms/{room}/tokens", "lobby"] },
        { Credential, Key, ["ten_1", "POST", "/v1/rooms/{room}/data", "lobby"] },
        { Credential, Key, ["ten_1", "POST", "/v1/rooms/{room}/tokens", "lobbz"] },
        { Credential, Key, ["ten_1", "POST", "/v1/rooms/{room}/tokenslobby"] },
        { Credential, Key, ["ten_1", "POST", "/v1/rooms/{room}/tokens", "lobby", ""] },
    };

    [Fact]
    public void The_same_request_finds_its_row_and_opens_its_answer()
    {
        var sealedThen = New().Seal("answer", "a token"u8);

        Assert.Equal("a token"u8.ToArray(), New().Open("answer", sealedThen));
        Assert.Equal(New().RequestHash, New().RequestHash);
        Assert.Equal(New().ContentHash("?a=1", "{}"u8), New().ContentHash("?a=1", "{}"u8));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_credential_key_or_scope_finds_another_row_and_opens_nothing(string credential, string key, string[] scope)
    {
        var other = new RequestSecrets(credential, key, scope);

        Assert.NotEqual(New().RequestHash, other.RequestHash);
        Assert.NotEqual(New().ContentHash("", "{}"u8), other.ContentHash("", "{}"u8));
        Assert.ThrowsAny<CryptographicException>(() => other.Open("answer", New().Seal("answer", "a token"u8)));
    }

    [Theory]
    [InlineData("", "{} ")]
    [InlineData("?dry_run=true", "{}")]
    [InlineData("{", "}")]
    public void Another_body_or_query_is_other_content(string query, string body) =>
        Assert.NotEqual(New().ContentHash("", "{}"u8), New().ContentHash(query, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void What_was_sealed_for_one_purpose_does_not_open_for_another() =>
        Assert.ThrowsAny<CryptographicException>(() => New().Open("answer", New().Seal("seed", "a token"u8)));

    [Fact]
    public void Whatever_bit_is_changed_it_does_not_open()
    {
        var box = New().Seal("answer", "a token"u8);

        Gen.Int[0, (box.Length * 8) - 1].Sample(bit =>
        {
            var changed = box.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => New().Open("answer", changed));
        });
        Assert.ThrowsAny<CryptographicException>(() => New().Open("answer", box.AsSpan(0, 20)));
    }

    [Fact]
    public void Nothing_of_it_can_be_read_or_compared()
    {
        var (one, two) = (New().Seal("answer", "a token"u8), New().Seal("answer", "a token"u8));

        Assert.NotEqual(one, two);
        Assert.DoesNotContain("a token", Encoding.Latin1.GetString(one), StringComparison.Ordinal);
    }

    private static RequestSecrets New() => new(Credential, Key, Scope);
}
