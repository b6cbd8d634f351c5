namespace RelayKit.Client;

/// <summary>An answer that is read as it comes.</summary>
internal sealed class StreamedAnswer : IDisposable
{
    private readonly HttpResponseMessage _response;

    private StreamedAnswer(HttpResponseMessage response, Stream content) => (_response, Content) = (response, content);

    /// <summary>The body; a read that waits too long fails.</summary>
    public Stream Content { get; }

    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>The name that the server gives the file.</summary>
    public string? FileName => _response.Content.Headers.ContentDisposition?.FileName?.Trim('"');

    public static async Task<StreamedAnswer> BeginAsync(HttpResponseMessage response, RelayKitClientOptions options, CancellationToken cancellation)
    {
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            return new StreamedAnswer(response, new GuardedStream(body, options.StreamSilence, options.TimeProvider));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Content.Dispose();
        _response.Dispose();
    }
}
