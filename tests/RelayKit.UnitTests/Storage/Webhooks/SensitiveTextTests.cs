using CsCheck;
using RelayKit.Storage.Webhooks;

namespace RelayKit.UnitTests.Storage.Webhooks;

/// <summary>What has the form of a credential, or of how somebody is reached, goes; what helps whoever looks for a fault stays.</summary>
public sealed class SensitiveTextTests
{
    [Theory]
    [InlineData("""{"error":"no such user","email":"Ann.Smith+x@mail.example.com"}""", """{"error":"no such user","email":"[redacted]"}""")]
    [InlineData("mail to anné@exämple.de failed", "mail to [redacted] failed")]
    [InlineData("user=ann%40example.com&x=1", "user=[redacted]&x=1")]
    [InlineData("""ann\u0040example.com""", "[redacted]")]
    [InlineData("Authorization: Bearer abcdef\nHost: here", "Authorization: [redacted]\nHost: here")]
    [InlineData("""{"headers":{"Authorization":"Basic YTpi","Host":"x"}}""", """{"headers":{"Authorization":"[redacted]","Host":"x"}}""")]
    [InlineData("""{"set-cookie":["sid=abc; Path=/"]}""", """{"set-cookie":["[redacted]"]}""")]
    [InlineData("""{"body":"{\"api_key\":\"abc/def\",\"n\":1}"}""", """{"body":"{\"api_key\":\"[redacted]\",\"n\":1}"}""")]
    [InlineData("""{"access_token": "a\/b+c", "expires_in": 3600}""", """{"access_token": "[redacted]", "expires_in": 3600}""")]
    [InlineData("https://x.example/cb?token=s3cr3t&page=2", "https://x.example/cb?token=[redacted]&page=2")]
    [InlineData("password=hunter2;Host=db", "password=[redacted];Host=db")]
    [InlineData("postgres://app:pw@db.internal/live", "postgres://[redacted]@db.internal/live")]
    [InlineData("got bearer abc123def456", "got bearer [redacted]")]
    [InlineData("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "jwt [redacted]")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is wrong", "[redacted] is wrong")]
    [InlineData("key rk_live_0123456789abcdef", "key [redacted]")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "[redacted]")]
    [InlineData("hash 0123456789abcdef0123456789abcdef01234567", "hash [redacted]")]
    [InlineData("key Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MEFCQ0RFRg==", "key [redacted]")]
    [InlineData("""{"first_name":"Ann","phone":"+49 30 1234"}""", """{"first_name":"[redacted]","phone":"[redacted]"}""")]
    public void What_nobody_should_have_answered_goes(string text, string expected) => Assert.Equal(expected, SensitiveText.Redact(text));

    [Theory]
    [InlineData("not today")]
    [InlineData("invalid token: expired")]
    [InlineData("Basic authentication required")]
    [InlineData("signature does not match")]
    [InlineData("""{"error":{"type":"ValidationError","message":"room 'standup' is unknown","status":422}}""")]
    [InlineData("trace 4bf92f3577b34da6a3ce929d0e0e4736, request 018f3c2a-7e4b-7c51-9c3a-2b8a6f1d4e90, event evt_06ec8k7z5hj0a8v2q7w3x9y1zc")]
    [InlineData("at MyApp.Controllers.WebhooksController.Receive(HttpContext context) in /src/Controllers/WebhooksController.cs:line 42")]
    public void What_says_why_it_failed_stays(string text) => Assert.Equal(text, SensitiveText.Redact(text));

    [Fact]
    public void Whatever_stands_around_it_an_address_and_a_secret_go() =>
        Gen.Select(Gen.String[Gen.Char[" {}[]()<>,;\n\t|#!?*~^"], 0, 40], Gen.String[Gen.Char[" {}[]()<>,;\n\t|#!?*~^"], 0, 40]).Sample(static (before, after) =>
        {
            var redacted = SensitiveText.Redact($"{before}ann@example.com{after}{before}rk_test_0123456789abcdef{after}");
            Assert.DoesNotContain("ann", redacted, StringComparison.Ordinal);
            Assert.DoesNotContain("0123456789abcdef", redacted, StringComparison.Ordinal);
        });
}
