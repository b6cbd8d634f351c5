using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Mail;
using RelayKit.Mail.Smtp;
using SmtpServer.Protocol;

namespace RelayKit.UnitTests.Mail.Smtp;

/// <summary>Mails on their way to an SMTP server, over TCP.</summary>
public sealed class SmtpTransportTests : IAsyncLifetime
{
    private readonly SmtpDouble _server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_mail_arrives_with_both_of_its_forms_and_an_id_made_of_its_own()
    {
        Assert.Equal(MailOutcome.Taken, await SendAsync("verify-email/tok_1"));

        var taken = Assert.Single(_server.Taken);
        Assert.Equal("verify-email.tok_1@mail.example.com", taken.MessageId);
        Assert.Equal(("ada@example.com", "Grüße"), (taken.To.Mailboxes.Single().Address, taken.Subject));
        Assert.Equal(("Hällo.", "<p>Hällo.</p>"), (taken.TextBody!.Trim(), taken.HtmlBody!.Trim()));
        Assert.Equal("auto-generated", taken.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task A_mail_that_is_sent_again_comes_again_with_the_same_id()
    {
        var transport = Transport(_server.Port);
        await SendAsync("a/1", transport);
        await SendAsync("a/1", transport);

        Assert.Equal(TimeSpan.Zero, transport.Memory);
        Assert.Single(_server.Taken.Select(static mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task A_recipient_that_the_server_does_not_know_is_refused_and_not_named()
    {
        _server.KnowsRecipient = false;

        var outcome = await SendAsync("a/1");

        Assert.Equal(MailResult.Refused, outcome.Result);
        Assert.DoesNotContain("ada", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpReplyCode.InsufficientStorage, MailResult.NotYet)]
    [InlineData(SmtpReplyCode.TransactionFailed, MailResult.Refused)]
    public async Task What_the_server_answers_to_the_mail_counts(SmtpReplyCode code, MailResult expected)
    {
        _server.Answer = new SmtpResponse(code, "no, ada@example.com");

        var outcome = await SendAsync("a/1");

        Assert.Equal(expected, outcome.Result);
        Assert.DoesNotContain("ada@example.com", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent()
    {
        await _server.DisposeAsync();

        Assert.Equal(MailResult.NotYet, (await SendAsync("a/1")).Result);
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_gets_no_mail_where_TLS_is_demanded()
    {
        var outcome = await SendAsync("a/1", Transport(_server.Port, "starttls"));

        Assert.Equal(MailResult.NotYet, outcome.Result);
        Assert.Contains("STARTTLS", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(_server.Taken);
    }

    private static SmtpTransport Transport(int port, string security = "none") => new(
        Options.Create(new SmtpOptions { Host = "127.0.0.1", Port = port, Security = security }),
        Options.Create(new MailOptions { From = "RelayKit <no-reply@mail.example.com>" }),
        new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero)));

    private Task<MailOutcome> SendAsync(string id, SmtpTransport? transport = null) => (transport ?? Transport(_server.Port)).SendAsync(
        new MailMessage { Id = id, Kind = "test", To = "ada@example.com", Subject = "Grüße", Text = "Hällo.", Html = "<p>Hällo.</p>" }, CancellationToken.None);
}
