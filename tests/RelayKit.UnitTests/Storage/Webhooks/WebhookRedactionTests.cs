using System.Text.Json;
using RelayKit.Events;
using RelayKit.Storage.Webhooks;
using RelayKit.Webhooks;

namespace RelayKit.UnitTests.Storage.Webhooks;

/// <summary>What is kept of an answer: nothing of whom the event tells of, no credential, and 4 KiB at most.</summary>
public sealed class WebhookRedactionTests
{
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly WebhookSecret Secret = WebhookSecret.Generate();

    [Theory]
    [InlineData("no user Jörg \"J\" Ünal (USER-7) here")]
    [InlineData("""{"name":"J\u00f6rg \u0022J\u0022 \u00dcnal","who":"user-7"}""")]
    [InlineData("""{"name":"Jörg \"J\" Ünal","who":"user-7"}""")]
    [InlineData("name=J%C3%B6rg%20%22J%22%20%C3%9Cnal&who=user-7")]
    [InlineData("name=J%c3%b6rg+%22J%22+%c3%9cnal&who=user-7")]
    [InlineData("<b>J&#246;rg &quot;J&quot; &#220;nal</b> user-7")]
    public void Whom_the_event_tells_of_is_taken_out_however_it_is_written(string body)
    {
        var kept = Kept(body, """{"participant":{"id":"psn_1","identity":"user-7","name":"Jörg \"J\" Ünal"},"room":"standup"}""")!;

        Assert.DoesNotContain("rg ", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("nal", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("user-7", kept, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(SensitiveText.Instead, kept, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_said_of_somebody_who_was_removed_is_taken_out_and_a_reason_of_RelayKits_stays()
    {
        Assert.Equal(
            "room standup: [redacted], [redacted]",
            Kept("room standup: was very rude, badmouthing", """{"participant":{"identity":"u"},"message":"was very rude","reason":"badmouthing","room":"standup"}"""));
        Assert.Equal("reason suspended", Kept("reason suspended", """{"reason":"suspended"}"""));
    }

    [Fact]
    public void A_request_that_is_repeated_whole_keeps_neither_its_signature_nor_a_secret()
    {
        var kept = Kept($"webhook-signature: {Signature}\nsecret {Secret.Text}", "{}")!;

        Assert.DoesNotContain(Signature[3..], kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret.Text[6..], kept, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_lies_across_the_end_of_what_is_kept_is_not_kept_by_half()
    {
        const string Name = "Ann Catherine Smith-Jones";
        for (var before = WebhookRedaction.MaxKept - Name.Length - 2; before < WebhookClient.MaxAnswerBytes; before++)
        {
            var sent = string.Concat(Enumerable.Repeat("no. ", 2000))[..before] + Name + " is unknown" + new string('.', 2000);
            var kept = Kept(sent[..WebhookClient.MaxAnswerBytes], $$$"""{"participant":{"identity":"u","name":"{{{Name}}}"}}""")!;

            Assert.InRange(kept.Length, 1, WebhookRedaction.MaxKept);
            Assert.DoesNotContain("Ann", kept, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_what_is_long_four_kilobytes_are_kept_and_of_what_is_not_all()
    {
        Assert.Equal(WebhookRedaction.MaxKept, Kept(new string('x', WebhookClient.MaxAnswerBytes), "{}")!.Length);
        Assert.Equal(3000, Kept(new string('x', 3000), "{}")!.Length);
        Assert.Null(WebhookRedaction.Of(null, [Secret], Signature, Event("{}")));
    }

    [Fact]
    public void Headers_are_kept_like_bodies_and_of_where_a_redirect_leads_no_query()
    {
        var answer = new WebhookAnswer(302, [new("location", "https://example.com/login?next=1#x"), new("server", "played for user-7"), new("via", Signature)], null);

        var kept = WebhookRedaction.Of(answer, [Secret], Signature, Event("""{"participant":{"identity":"user-7"}}"""))!;

        Assert.Equal(["https://example.com/login", "played for [redacted]", "v1,[redacted]"], kept.Headers.Select(static header => header.Value));
    }

    private static string? Kept(string body, string data) => WebhookRedaction.Of(new WebhookAnswer(400, [], body), [Secret], Signature, Event(data))!.Body;

    private static LoggedEvent Event(string data)
    {
        using var valid = JsonDocument.Parse(data);
        return new LoggedEvent(Guid.CreateVersion7(), 1, TenantEventTypes.RoomStarted, 0, data);
    }
}
