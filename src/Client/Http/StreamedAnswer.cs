namespace RelayKit.Client;

/// <summary>An answer that is read as it comes.</summary>
internal sealed class StreamedAnswer : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly GuardedStream _content;

    private StreamedAnswer(HttpResponseMessage response, GuardedStream content) => (_response, _content) = (response, content);

    /// <summary>The body; a read that waits too long fails.</summary>
    public Stream Content => _content;

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

    /// <summary>Watches the body for ids of events from now on.</summary>
    public EventIds WatchIds() => _content.Watcher = new EventIds();

    public void Dispose()
    {
        Content.Dispose();
        _response.Dispose();
    }
}
