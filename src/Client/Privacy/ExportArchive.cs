namespace RelayKit.Client;

/// <summary>An export's archive, a zip. Dispose of it when it is read.</summary>
public sealed class ExportArchive : IDisposable
{
    private readonly StreamedAnswer _answer;

    internal ExportArchive(StreamedAnswer answer) => _answer = answer;

    /// <summary>
    /// The bytes, as they come. Whether they are whole is seen from <see cref="Export.Sha256"/>: a read that fails with an <see cref="IOException"/> or an
    /// <see cref="HttpRequestException"/> means that they are not.
    /// </summary>
    public Stream Content => _answer.Content;

    /// <summary>The name that the server gives it; null when it gives none.</summary>
    public string? FileName => _answer.FileName;

    /// <summary>Lets go of the connection.</summary>
    public void Dispose() => _answer.Dispose();
}
