using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Client;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Client.Webhooks;

/// <summary>What RelayKit signs, a customer's own code takes, and nothing else.</summary>
public sealed class WebhookVerifierTests
{
    private const string Id = "evt_01arz3ndektsv4rrffq69g5fav";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
    private static readonly byte[] Body =
        """{"id":"evt_01arz3ndektsv4rrffq69g5fav","sequence":7,"type":"room.started","created_at":"2026-11-27T12:00:00.000Z","timestamp":"2026-11-27T12:00:00.000Z","data":{"room":"a"}}"""u8.ToArray();

    private readonly WebhookSecret _secret = WebhookSecret.Generate();

    [Fact]
    public void The_published_vector_is_taken_as_signed()
    {
        var verifier = new WebhookVerifier(new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1614265330)), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var one = verifier.Verify(
            static name => name switch
            {
                "webhook-id" => "msg_p5jXN8AQM9LWM0D4loKWxJek",
                "webhook-timestamp" => "1614265330",
                _ => "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            },
            """{"test": 2432232314}"""u8);

        // Its body is no event of ours; that it is signed is all that it says.
        Assert.Equal(0, one.Sequence);
    }

    [Fact]
    public void An_event_comes_out_as_the_log_has_it()
    {
        var one = Verify([_secret.Text], [_secret], Now);

        Assert.Equal((Id, 7L, EventTypes.RoomStarted, "a"), (one.Id, one.Sequence, one.Type, one.Data.GetProperty("room").GetString()));
    }

    [Fact]
    public void While_secrets_change_either_side_may_be_first()
    {
        var newer = WebhookSecret.Generate();

        Verify([_secret.Text], [newer, _secret], Now);
        Verify([newer.Text], [newer, _secret], Now);
        Verify([newer.Text, _secret.Text], [_secret], Now);
        Assert.Throws<WebhookVerificationException>(() => Verify([newer.Text], [_secret], Now));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void What_is_not_of_now_is_refused(int seconds, bool isTaken)
    {
        if (isTaken)
        {
            Verify([_secret.Text], [_secret], Now.AddSeconds(seconds));
        }
        else
        {
            Assert.Throws<WebhookVerificationException>(() => Verify([_secret.Text], [_secret], Now.AddSeconds(seconds)));
        }
    }

    [Fact]
    public void What_was_changed_on_its_way_is_refused() => Gen.Select(Gen.Int[0, Body.Length - 1], Gen.Byte[1, 255]).Sample((at, change) =>
    {
        var body = (byte[])Body.Clone();
        body[at] ^= change;
        Assert.Throws<WebhookVerificationException>(() => Verify([_secret.Text], [_secret], Now, body));
    });

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-timestamp")]
    [InlineData("webhook-signature")]
    public void What_lacks_a_header_is_refused(string missing) => Assert.Throws<WebhookVerificationException>(
        () => new WebhookVerifier(new FakeTimeProvider(Now), _secret.Text).Verify(name => name == missing ? null : "1", Body));

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_AAAA")]
    [InlineData("whsec_????????????????????????????????")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void What_is_no_secret_makes_no_verifier(string text)
    {
        Assert.Throws<ArgumentException>(() => new WebhookVerifier(text));
        Assert.Throws<ArgumentException>(() => new WebhookVerifier());
    }

    private TenantEvent Verify(string[] secrets, WebhookSecret[] signers, DateTimeOffset now, byte[]? body = null)
    {
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = Id,
            ["webhook-timestamp"] = WebhookSignature.TimestampText(Now),
            ["webhook-signature"] = WebhookSignature.Sign(signers, Id, Now, Body),
        };
        return new WebhookVerifier(new FakeTimeProvider(now), secrets).Verify(name => headers.GetValueOrDefault(name), body ?? Body);
    }
}
