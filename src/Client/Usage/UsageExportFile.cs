namespace RelayKit.Client;

/// <summary>An export as the file that it is. Dispose of it when it is read.</summary>
public sealed class UsageExportFile : IDisposable
{
    private readonly StreamedAnswer _answer;

    internal UsageExportFile(StreamedAnswer answer) => _answer = answer;

    /// <summary>
    /// The bytes, as they come. Only at its end is it known to be whole: a read that fails with an <see cref="IOException"/> or an
    /// <see cref="HttpRequestException"/> means that it is not.
    /// </summary>
    public Stream Content => _answer.Content;

    /// <summary>The name that the server gives it, which has the range as it was taken; null when it gives none.</summary>
    public string? FileName => _answer.FileName;

    /// <summary>What it is: <c>text/csv</c> or <c>application/x-ndjson</c>.</summary>
    public string? MediaType => _answer.MediaType;

    /// <summary>Lets go of the connection.</summary>
    public void Dispose() => _answer.Dispose();
}
