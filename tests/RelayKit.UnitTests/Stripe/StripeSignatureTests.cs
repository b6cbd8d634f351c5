using System.Text;
using CsCheck;
using RelayKit.Stripe.Webhooks;
using StripeNet = global::Stripe;

namespace RelayKit.UnitTests.Stripe;

/// <summary>Stripe's own library signs here, so that both ends agree.</summary>
public sealed class StripeSignatureTests
{
    private const string Secret = "whsec_of-the-test";
    private const string Body = """{"id":"evt_1","object":"event"}""";
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, StripeSignatureVerdict.Valid)]
    [InlineData(299, StripeSignatureVerdict.Valid)]
    [InlineData(300, StripeSignatureVerdict.Valid)]
    [InlineData(301, StripeSignatureVerdict.TooOld)]
    [InlineData(-299, StripeSignatureVerdict.Valid)]
    [InlineData(-300, StripeSignatureVerdict.Valid)]
    [InlineData(-301, StripeSignatureVerdict.TooNew)]
    public void A_signature_holds_for_five_minutes_both_ways(int age, StripeSignatureVerdict verdict) =>
        Assert.Equal(verdict, Verify(Body, Sign(Body, Secret, age), Secret));

    [Fact]
    public void A_time_that_was_changed_afterwards_is_not_signed()
    {
        var old = Sign(Body, Secret, 4000);
        var now = Now.ToUnixTimeSeconds();

        Assert.Equal(StripeSignatureVerdict.NoMatch, Verify(Body, old.Replace($"t={now - 4000}", $"t={now}", StringComparison.Ordinal), Secret));
    }

    [Fact]
    public void During_a_rotation_the_secret_before_signs_too_and_after_it_no_more()
    {
        Assert.Equal(StripeSignatureVerdict.Valid, Verify(Body, Sign(Body, "whsec_before", 0), Secret, "whsec_before"));
        Assert.Equal(StripeSignatureVerdict.Valid, Verify(Body, Sign(Body, Secret, 0), Secret, "whsec_before"));
        Assert.Equal(StripeSignatureVerdict.NoMatch, Verify(Body, Sign(Body, "whsec_before", 0), Secret));
    }

    [Fact]
    public void Of_the_two_signatures_that_Stripe_sends_during_its_rotation_one_is_enough()
    {
        var (other, mine) = (Sign(Body, "whsec_other", 0), Sign(Body, Secret, 0));
        var both = $"{other},v1={mine.Split("v1=")[1]},v0=of-test-mode";

        Assert.Equal(StripeSignatureVerdict.Valid, Verify(Body, both, Secret));
    }

    [Theory]
    [InlineData(null, StripeSignatureVerdict.Missing)]
    [InlineData("", StripeSignatureVerdict.Missing)]
    [InlineData("t=1", StripeSignatureVerdict.Malformed)]
    [InlineData("v1=00", StripeSignatureVerdict.Malformed)]
    [InlineData("t=x,v1=0000000000000000000000000000000000000000000000000000000000000000", StripeSignatureVerdict.Malformed)]
    [InlineData("t=1,t=2,v1=0000000000000000000000000000000000000000000000000000000000000000", StripeSignatureVerdict.Malformed)]
    [InlineData("t=-1,v1=0000000000000000000000000000000000000000000000000000000000000000", StripeSignatureVerdict.Malformed)]
    [InlineData("t=99999999999999999999,v1=0000000000000000000000000000000000000000000000000000000000000000", StripeSignatureVerdict.Malformed)]
    [InlineData("t=1,v1=zz00000000000000000000000000000000000000000000000000000000000000", StripeSignatureVerdict.Malformed)]
    [InlineData("t=1,v1=0000000000000000000000000000000000000000000000000000000000000000", StripeSignatureVerdict.NoMatch)]
    [InlineData("t=1,v0=0000000000000000000000000000000000000000000000000000000000000000", StripeSignatureVerdict.Malformed)]
    [InlineData("nonsense", StripeSignatureVerdict.Malformed)]
    public void What_is_no_signature_is_none(string? header, StripeSignatureVerdict verdict) => Assert.Equal(verdict, Verify(Body, header, Secret));

    [Fact]
    public void A_header_without_end_is_not_read() =>
        Assert.Equal(StripeSignatureVerdict.Malformed, Verify(Body, Sign(Body, Secret, 0) + new string(',', 3000), Secret));

    [Fact]
    public void No_secret_no_signature() => Assert.Equal(StripeSignatureVerdict.NoMatch, Verify(Body, Sign(Body, Secret, 0)));

    [Fact]
    public void A_body_that_was_changed_by_one_byte_is_not_signed() => Gen.Select(Gen.Byte.Array[1, 300], Gen.Int[0, 299], Gen.Byte[1, 255]).Sample((body, at, change) =>
    {
        var header = SignBytes(body);
        var changed = body.ToArray();
        changed[at % body.Length] ^= change;

        Assert.Equal(StripeSignatureVerdict.Valid, StripeSignature.Verify(body, header, [Secret], Now));
        Assert.Equal(StripeSignatureVerdict.NoMatch, StripeSignature.Verify(changed, header, [Secret], Now));
    });

    private static string Sign(string body, string secret, int age) => StripeNet.EventUtility.GenerateSignatureHeader(body, secret, Now.ToUnixTimeSeconds() - age);

    private static string SignBytes(byte[] body)
    {
        var signed = Encoding.ASCII.GetBytes($"{Now.ToUnixTimeSeconds()}.").Concat(body).ToArray();
        var hash = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed);
        return $"t={Now.ToUnixTimeSeconds()},v1={Convert.ToHexStringLower(hash)}";
    }

    private static StripeSignatureVerdict Verify(string body, string? header, params string[] secrets) =>
        StripeSignature.Verify(Encoding.UTF8.GetBytes(body), header, secrets, Now);
}
