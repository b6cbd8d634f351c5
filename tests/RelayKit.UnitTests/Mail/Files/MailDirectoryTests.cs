using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using RelayKit.Mail;
using RelayKit.Mail.Files;

namespace RelayKit.UnitTests.Mail.Files;

public sealed class MailDirectoryTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"relaykit-mail-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_message_is_a_file_that_only_its_owner_reads_with_the_text_first()
    {
        await SendAsync(Message("verify-email/acc_1/1", "hello\nTöken: abc\nworld\n") with { Html = "<p>hello</p>\n" });

        var file = Assert.Single(Directory.GetFiles(_directory));
        Assert.Equal("verify-email~acc_1~1.eml", Path.GetFileName(file));
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("To: ada@example.com\r\n", text, StringComparison.Ordinal);
        Assert.Contains("X-RelayKit-Kind: test\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Date: Sun, 01 Nov 2026 12:00:00 +0000\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Message-Id: <verify-email.acc_1.1@localhost>\r\n", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\n\r\nhello\r\nTöken: abc\r\nworld\r\n", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("world", StringComparison.Ordinal) < text.IndexOf("<p>hello</p>", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task The_same_message_is_written_once_however_many_hand_it_over()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => SendAsync(Message("reset/acc_1/7", $"text {i}"))));
        var first = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_directory)));

        await SendAsync(Message("reset/acc_1/7", "another"));
        await SendAsync(Message("reset/acc_1/8", "the next"));

        Assert.Equal(2, Directory.GetFiles(_directory).Length);
        Assert.Equal(first, await File.ReadAllTextAsync(Path.Combine(_directory, "reset~acc_1~7.eml")));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_told_without_the_address_and_tried_again()
    {
        Directory.CreateDirectory(_directory);
        var blocked = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(blocked, "");

        var outcome = await Transport(blocked).SendAsync(Message("reset/acc_1/7", "secret"), CancellationToken.None);

        Assert.Equal(MailResult.NotYet, outcome.Result);
        Assert.DoesNotContain("ada@example.com", outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_tells_its_id_and_nothing_else()
    {
        Assert.Equal("MailMessage { reset/acc_1/7 }", Message("reset/acc_1/7", "secret").ToString());
        Assert.Throws<ArgumentException>(() => Message("reset/../../etc", "x"));
        Assert.Throws<ArgumentException>(() => Message("a b", "x"));
        Assert.Throws<ArgumentException>(() => Message("a", "x") with { To = "ada@example.com\r\nBcc: eve@example.com" });
        Assert.Throws<ArgumentException>(() => Message("a", "x") with { Subject = "a\nb" });
    }

    [Fact]
    public async Task A_subject_and_lines_of_any_length_and_script_come_through()
    {
        var subject = string.Concat(Enumerable.Repeat("Grüße ", 20)).TrimEnd();
        var text = string.Concat(Enumerable.Repeat("日本語 ", 1000));

        await SendAsync(Message("a", text) with { Subject = subject, Html = $"<p>{text}</p>" });

        var file = Assert.Single(Directory.GetFiles(_directory));
        Assert.All(await File.ReadAllLinesAsync(file), static line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 0, 998));
        using var read = await MimeMessage.LoadAsync(file);
        Assert.Equal((subject, text), (read.Subject, read.TextBody!.TrimEnd('\r', '\n')));
    }

    private static MailMessage Message(string id, string text) => new() { Id = id, Kind = "test", To = "ada@example.com", Subject = "Hello", Text = text };

    private Task<MailOutcome> SendAsync(MailMessage message) => Transport().SendAsync(message, CancellationToken.None);

    private MailDirectory Transport(string? directory = null) => new(
        Options.Create(new MailOptions { Directory = directory ?? _directory }), new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero)));
}
