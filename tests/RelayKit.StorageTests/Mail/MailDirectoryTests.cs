using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Mail;
using RelayKit.Storage.Mail;

namespace RelayKit.StorageTests.Mail;

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
    public async Task A_message_is_a_file_that_only_its_owner_reads()
    {
        await Sender().SendAsync(Message("verify-email/acc_1/1", "hello\nworld"), CancellationToken.None);

        var file = Assert.Single(Directory.GetFiles(_directory));
        Assert.Equal("verify-email~acc_1~1.eml", Path.GetFileName(file));
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("To: <ada@example.com>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Date: Sun, 01 Nov 2026 12:00:00 +0000\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nhello\r\nworld\r\n", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task The_same_message_is_written_once_however_many_hand_it_over()
    {
        var sender = Sender();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => sender.SendAsync(Message("reset/acc_1/7", $"text {i}"), CancellationToken.None)));
        var first = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_directory)));

        await sender.SendAsync(Message("reset/acc_1/7", "another"), CancellationToken.None);
        await sender.SendAsync(Message("reset/acc_1/8", "the next"), CancellationToken.None);

        Assert.Equal(2, Directory.GetFiles(_directory).Length);
        Assert.Equal(first, await File.ReadAllTextAsync(Path.Combine(_directory, "reset~acc_1~7.eml")));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_told_without_the_address()
    {
        Directory.CreateDirectory(_directory);
        var blocked = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(blocked, "");

        var fault = await Assert.ThrowsAsync<MailException>(() => Sender(blocked).SendAsync(Message("reset/acc_1/7", "secret"), CancellationToken.None));

        Assert.DoesNotContain("ada@example.com", fault.ToString(), StringComparison.Ordinal);
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
    public void A_subject_that_is_not_ASCII_is_encoded_in_words_that_are_short_enough()
    {
        var text = MailFile.TextOf(Message("a", "x") with { Subject = string.Concat(Enumerable.Repeat("Grüße ", 20)) }, "a@b", DateTimeOffset.UnixEpoch);

        var words = text.Split("Subject: ")[1].Split("\r\nDate:")[0].Split("\r\n ");
        Assert.All(words, static word => Assert.InRange(word.Length, 1, 75));
        Assert.Equal(
            string.Concat(Enumerable.Repeat("Grüße ", 20)),
            string.Concat(words.Select(static word => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(word[10..^2])))));
    }

    private static MailMessage Message(string id, string text) => new() { Id = id, Kind = "test", To = "ada@example.com", Subject = "Hello", Text = text };

    private MailDirectory Sender(string? directory = null) => new(
        Options.Create(new MailOptions { Directory = directory ?? _directory }), new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero)));
}
