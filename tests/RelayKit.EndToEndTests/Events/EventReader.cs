using System.Net;
using System.Net.ServerSentEvents;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Events;

/// <summary>A stream of events that is being read.</summary>
public sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _body) = (response, body);

    public static async Task<EventReader> OpenAsync(ApiClient api, string path, string? lastEventId = null)
    {
        var response = await api.OpenAsync(path, lastEventId: lastEventId);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var body = await response.Content.ReadAsStringAsync();
            response.Dispose();
            throw new HttpRequestException($"{path} was answered {(int)response.StatusCode}: {body}", null, response.StatusCode);
        }

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Events as they come, until the connection ends.</summary>
    public IAsyncEnumerable<SseItem<string>> ReadAsync(CancellationToken cancellation) => SseParser.Create(_body).EnumerateAsync(cancellation);

    /// <summary>The next so many events; to be asked once.</summary>
    public async Task<List<SseItem<string>>> TakeAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var taken = new List<SseItem<string>>();
        await foreach (var one in ReadAsync(patience.Token))
        {
            taken.Add(one);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }

    /// <summary>The next so many lines as they are, each read byte by byte so that nothing behind them is lost.</summary>
    public async Task<List<string>> LinesAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var lines = new List<string>();
        var line = new List<char>();
        var one = new byte[1];
        while (lines.Count < count && await _body.ReadAsync(one, patience.Token) == 1)
        {
            if (one[0] == '\n')
            {
                lines.Add(new string([.. line]));
                line.Clear();
            }
            else
            {
                line.Add((char)one[0]);
            }
        }

        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync();
        _response.Dispose();
    }
}
