using Microsoft.Extensions.Options;
using MimeKit;

namespace RelayKit.Mail.Files;

/// <summary>
/// Writes each mail into a file of its own that only this user reads, where nothing is set that sends them. A file is complete or not there, and
/// one that is there is left as it is.
/// </summary>
internal sealed class MailDirectory(IOptions<MailOptions> options, TimeProvider time) : IMailTransport
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>As they go over the wire.</summary>
    private static readonly FormatOptions Lines = NewLines();

    private readonly string _directory = Path.GetFullPath(options.Value.Directory);

    public string Name => "files";

    /// <summary>A file that is there stays.</summary>
    public TimeSpan? Memory => null;

    public async Task<MailOutcome> SendAsync(MailMessage message, CancellationToken cancellation)
    {
        var path = Path.Combine(_directory, $"{message.Id.Replace('/', '~')}.eml");
        if (File.Exists(path))
        {
            return MailOutcome.Taken;
        }

        var draft = Path.Combine(_directory, $".{Guid.NewGuid():N}.draft");
        try
        {
            MakeDirectory();
            using var mime = MimeMail.Of(message, options.Value, time.GetUtcNow());
            await WriteAsync(draft, mime, cancellation);
            Publish(draft, path);
            return MailOutcome.Taken;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The path has the message's id in it and no address.
            return MailOutcome.NotYet($"The directory of mails cannot be written: {fault.GetType().Name}. RelayKit__Mail__Directory names it.");
        }
        finally
        {
            if (File.Exists(draft))
            {
                File.Delete(draft);
            }
        }
    }

    private void MakeDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_directory);
        }
        else
        {
            Directory.CreateDirectory(_directory, ForOwner | UnixFileMode.UserExecute);
        }
    }

    private static async Task WriteAsync(string path, MimeMessage mime, CancellationToken cancellation)
    {
        var draft = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            draft.UnixCreateMode = ForOwner;
        }

        await using var file = new FileStream(path, draft);
        await mime.WriteToAsync(Lines, file, cancellation);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Under its name at once or not at all. Whoever else has handed the same message over meanwhile was first, and that is as well.</summary>
    private static void Publish(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
        }
    }

    private static FormatOptions NewLines()
    {
        var lines = FormatOptions.Default.Clone();
        lines.NewLineFormat = NewLineFormat.Dos;
        return lines;
    }
}
