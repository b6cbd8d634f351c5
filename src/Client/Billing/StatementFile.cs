namespace RelayKit.Client;

/// <summary>A statement as the file that it is. Dispose of it when it is read.</summary>
public sealed class StatementFile : IDisposable
{
    private readonly StreamedAnswer _answer;

    internal StatementFile(StreamedAnswer answer) => _answer = answer;

    /// <summary>The bytes, as they come.</summary>
    public Stream Content => _answer.Content;

    /// <summary>The name that the server gives it; null when it gives none.</summary>
    public string? FileName => _answer.FileName;

    /// <summary>What it is: <c>text/csv</c> or <c>application/pdf</c>.</summary>
    public string? MediaType => _answer.MediaType;

    /// <summary>Lets go of the connection.</summary>
    public void Dispose() => _answer.Dispose();
}
