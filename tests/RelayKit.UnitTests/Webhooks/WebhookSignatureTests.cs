using System.Text;
using CsCheck;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Webhooks;

public sealed class WebhookSignatureTests
{
    /// <summary>What Standard Webhooks' own libraries are tested with.</summary>
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Fact]
    public void The_published_vector_is_what_we_sign_and_what_we_take()
    {
        Assert.Equal(Signature, WebhookSignature.Sign([Read(Secret)], Id, Now, Body));
        Assert.Equal(WebhookVerdict.Valid, Verify([Read(Secret)], Signature));
    }

    [Fact]
    public void During_a_rotation_either_secret_takes_the_message()
    {
        var (older, newer, stranger) = (Read(Secret), WebhookSecret.Generate(), WebhookSecret.Generate());
        var signatures = WebhookSignature.Sign([newer, older], Id, Now, Body);

        Assert.Equal(2, signatures.Split(' ').Length);
        Assert.Equal(WebhookVerdict.Valid, Verify([older], signatures));
        Assert.Equal(WebhookVerdict.Valid, Verify([newer], signatures));
        Assert.Equal(WebhookVerdict.Valid, Verify([stranger, newer], signatures));
        Assert.Equal(WebhookVerdict.SignatureInvalid, Verify([stranger], signatures));
    }

    [Theory]
    [InlineData(300, WebhookVerdict.Valid)]
    [InlineData(-300, WebhookVerdict.Valid)]
    [InlineData(301, WebhookVerdict.TooOld)]
    [InlineData(-301, WebhookVerdict.TooNew)]
    public void A_message_is_of_now_for_five_minutes_on_either_side(int secondsLater, WebhookVerdict verdict) =>
        Assert.Equal(verdict, Verify([Read(Secret)], Signature, now: Now.AddSeconds(secondsLater)));

    [Theory]
    [InlineData(null, "1614265330", Signature, WebhookVerdict.HeadersMissing)]
    [InlineData(Id, "", Signature, WebhookVerdict.HeadersMissing)]
    [InlineData(Id, "1614265330", null, WebhookVerdict.HeadersMissing)]
    [InlineData(Id, "1614265330.5", Signature, WebhookVerdict.TimestampInvalid)]
    [InlineData(Id, " 1614265330", Signature, WebhookVerdict.TimestampInvalid)]
    [InlineData(Id, "-1614265330", Signature, WebhookVerdict.TimestampInvalid)]
    [InlineData(Id, "99999999999999999999", Signature, WebhookVerdict.TimestampInvalid)]
    [InlineData(Id, "1614265331", Signature, WebhookVerdict.SignatureInvalid)]
    [InlineData("msg_other", "1614265330", Signature, WebhookVerdict.SignatureInvalid)]
    [InlineData(Id, "1614265330", "v1,", WebhookVerdict.SignatureInvalid)]
    [InlineData(Id, "1614265330", "v1,AAAA", WebhookVerdict.SignatureInvalid)]
    [InlineData(Id, "1614265330", "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.SignatureInvalid)]
    [InlineData(Id, "1614265330", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.SignatureInvalid)]
    [InlineData(Id, "1614265330", "v2,abc v1a,def " + Signature, WebhookVerdict.Valid)]
    public void Headers_are_what_they_have_to_be(string? id, string? timestamp, string? signatures, WebhookVerdict verdict) =>
        Assert.Equal(verdict, WebhookSignature.Verify([Read(Secret)], id, timestamp, signatures, Body, Now));

    [Fact]
    public void Whatever_is_changed_of_a_message_is_found() =>
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 1_000], Gen.Byte[1, 255]).Sample((body, at, change) =>
        {
            var secret = WebhookSecret.Generate();
            var signatures = WebhookSignature.Sign([secret], Id, Now, body);
            var seconds = WebhookSignature.TimestampText(Now);
            Assert.Equal(WebhookVerdict.Valid, WebhookSignature.Verify([secret], Id, seconds, signatures, body, Now));

            body[at % body.Length] ^= change;
            Assert.Equal(WebhookVerdict.SignatureInvalid, WebhookSignature.Verify([secret], Id, seconds, signatures, body, Now));
        });

    [Fact]
    public void An_id_with_a_dot_is_not_signed_since_it_could_be_read_as_another_message()
    {
        Assert.Throws<ArgumentException>(() => WebhookSignature.Sign([Read(Secret)], "msg.1", Now, Body));
        Assert.Throws<ArgumentException>(() => WebhookSignature.Sign([], Id, Now, Body));
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool isSecret) =>
        Assert.Equal(isSecret, WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[bytes]), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!")]
    public void What_has_not_the_form_of_a_secret_is_none(string? text) => Assert.False(WebhookSecret.TryParse(text, out _));

    [Fact]
    public void A_secret_comes_back_from_what_is_stored_and_shows_itself_only_when_asked()
    {
        var secret = WebhookSecret.Generate();

        Assert.Equal(secret.Text, WebhookSecret.FromBytes(secret.ToBytes()).Text);
        Assert.DoesNotContain(secret.Text[6..], secret.ToString(), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => WebhookSecret.FromBytes(Encoding.ASCII.GetBytes("whsec_short")));
    }

    private static WebhookSecret Read(string text) => WebhookSecret.TryParse(text, out var secret) ? secret : throw new ArgumentException("No secret.", nameof(text));

    private static WebhookVerdict Verify(WebhookSecret[] secrets, string signatures, DateTimeOffset? now = null) =>
        WebhookSignature.Verify(secrets, Id, WebhookSignature.TimestampText(Now), signatures, Body, now ?? Now);
}
