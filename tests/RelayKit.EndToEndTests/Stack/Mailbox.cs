namespace RelayKit.EndToEndTests.Stack;

/// <summary>The mails that a silo has written.</summary>
public sealed class Mailbox : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("relaykit-mails-").FullName;

    /// <summary>The token of the newest mail of a kind to an address, once it is there.</summary>
    public async Task<string> TokenAsync(string kind, string to) =>
        (await FindAsync(kind, to)).Split("Token: ")[1].Split("\r\n")[0];

    /// <summary>The newest mail of a kind to an address, once it is there.</summary>
    public async Task<string> FindAsync(string kind, string to)
    {
        string? text = null;
        await Eventually.HoldsAsync(
            async () => (text = (await AllAsync(to)).LastOrDefault(mail => mail.Contains($"X-RelayKit-Kind: {kind}\r\n", StringComparison.Ordinal))) is not null,
            $"a mail {kind} is there");
        return text!;
    }

    /// <summary>All mails to an address, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(string to)
    {
        List<string> mails = [];
        foreach (var file in new DirectoryInfo(Directory).GetFiles("*.eml").OrderBy(static file => file.LastWriteTimeUtc))
        {
            mails.Add(await File.ReadAllTextAsync(file.FullName));
        }

        return [.. mails.Where(mail => mail.Contains($"To: {to}\r\n", StringComparison.Ordinal))];
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
