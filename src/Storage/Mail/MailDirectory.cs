using Microsoft.Extensions.Options;
using RelayKit.Mail;

namespace RelayKit.Storage.Mail;

/// <summary>
/// Writes each mail into a file of its own that only this user reads, until something sends them. A file is complete or not there, and
/// one that is there is left as it is.
/// </summary>
internal sealed class MailDirectory(IOptions<MailOptions> options, TimeProvider time) : IMailSender
{
    private const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory = Path.GetFullPath(options.Value.Directory);

    public async Task SendAsync(MailMessage message, CancellationToken cancellation)
    {
        var path = Path.Combine(_directory, MailFile.NameOf(message));
        if (File.Exists(path))
        {
            return;
        }

        var draft = Path.Combine(_directory, $".{Guid.NewGuid():N}.draft");
        try
        {
            MakeDirectory();
            await WriteAsync(draft, MailFile.TextOf(message, options.Value.From, time.GetUtcNow()), cancellation);
            Publish(draft, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MailException(message.Id, fault);
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

    private static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        var draft = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            draft.UnixCreateMode = ForOwner;
        }

        await using var file = new FileStream(path, draft);
        await using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            await writer.WriteAsync(text.AsMemory(), cancellation);
        }

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
}
