using System.Text;
using CsCheck;
using RelayKit.Mail;
using RelayKit.Mail.Resend;

namespace RelayKit.UnitTests.Mail.Resend;

/// <summary>Which of Resend's events stop mail to which address.</summary>
public sealed class ResendWebhookTests
{
    [Theory]
    [InlineData("email.bounced", """ "bounce": {"type": "Permanent", "subType": "General", "message": "No such user."} """, MailSuppressionReason.Bounced)]
    [InlineData("email.bounced", """ "bounce": {"type": "Transient"} """, null)]
    [InlineData("email.bounced", """ "bounce": {"type": "Undetermined"} """, null)]
    [InlineData("email.bounced", """ "x": 1 """, MailSuppressionReason.Bounced)]
    [InlineData("email.complained", """ "x": 1 """, MailSuppressionReason.Complained)]
    [InlineData("email.suppressed", """ "x": 1 """, MailSuppressionReason.Suppressed)]
    [InlineData("email.delivered", """ "x": 1 """, null)]
    [InlineData("email.delivery_delayed", """ "x": 1 """, null)]
    [InlineData("email.failed", """ "x": 1 """, null)]
    [InlineData("contact.created", """ "x": 1 """, null)]
    public void An_event_stops_mail_or_does_not(string type, string more, MailSuppressionReason? reason)
    {
        var body = $$"""{"data": {"to": ["Ada@example.com"], {{more}} }, "type": "{{type}}", "created_at": "2026-11-27T12:00:00.123Z"}""";

        Assert.True(ResendWebhook.TryParse("msg_1", Encoding.UTF8.GetBytes(body), out var told));

        Assert.Equal(("msg_1", type, new DateTimeOffset(2026, 11, 27, 12, 0, 0, 123, TimeSpan.Zero)), (told.Id, told.Type, told.At));
        Assert.Equal(reason is null ? [] : ["Ada@example.com"], told.Stopped.Select(static address => address.Text));
        if (reason is { } because)
        {
            Assert.Equal(because, told.Reason);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"type": "email.bounced"}""")]
    [InlineData("""{"type": 1, "created_at": "2026-11-27T12:00:00Z", "data": {}}""")]
    [InlineData("""{"type": "email.bounced", "created_at": "yesterday", "data": {}}""")]
    [InlineData("""{"type": "email.bounced", "created_at": "2026-11-27T12:00:00Z", "data": []}""")]
    [InlineData("""{"type": "email.bounced", "created_at": "2026-11-27T12:00:00Z", "data": {}} {}""")]
    public void What_is_no_event_is_not_taken_for_one(string body) => Assert.False(ResendWebhook.TryParse("msg_1", Encoding.UTF8.GetBytes(body), out _));

    [Fact]
    public void Whatever_stands_where_addresses_do_harms_nobody() => Gen.String.Sample(text =>
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new { type = "email.complained", created_at = "2026-11-27T12:00:00Z", data = new { to = new object?[] { text, 1, null, "ada@example.com" } } });
        return ResendWebhook.TryParse("msg_1", body, out var told) && told.Stopped.Any(static address => address.Text == "ada@example.com");
    });
}
