using System.Globalization;
using RelayKit.Api.ServerSentEvents;
using RelayKit.Events;

namespace RelayKit.Api.Events;

/// <summary>
/// One stream of a log: sends every event after a place that is asked for, once, in order. What is near the end comes from the feed that all of the
/// tenant's streams share, and what is not is read for this stream alone, no more at a time than its client takes.
/// </summary>
internal sealed class EventStream(
    EventLogQuery query, EventFeeds.Following following, ServerSentEventWriter writer, TimeProvider time)
{
    /// <summary>How long nothing is sent at most. Proxies and clients take a connection that is silent for a minute to be dead.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How much is written before the client has to take some of it.</summary>
    private const int Gulp = 16 * 1024;

    private long _place = query.After;
    private long _told = query.After;
    private long _sentAt = time.GetTimestamp();
    private int _unsent;

    /// <summary>Sends until the client is gone.</summary>
    /// <exception cref="OperationCanceledException">The stream has to end.</exception>
    /// <exception cref="Exception">The log could not be read: whatever fault that was.</exception>
    public async Task RunAsync(CancellationToken ended)
    {
        // A client that comes again before its first event knows its place, too.
        writer.WriteId(Text(_place));
        _unsent++;
        while (await FlushAsync(ended))
        {
            var piece = following.Latest;
            if (piece.After(_place) is not { } fed)
            {
                var page = await following.ReadBehindAsync(query with { After = _place }, ended);
                foreach (var one in page.Events)
                {
                    Write(one, LoggedEventJson.Write(one));
                }

                if (page.Place == _place)
                {
                    // The feed is ahead of what can be read: a standby that lags.
                    await Task.Delay(EventFeeds.Beat, time, ended);
                }

                _place = page.Place;
            }
            else if (_place < piece.To)
            {
                if (!await WriteAsync(fed, ended))
                {
                    return;
                }

                _place = Math.Max(_place, piece.To);
            }
            else
            {
                await WaitAsync(piece.Grown, ended);
            }
        }
    }

    /// <summary>Sends what the feed has; false when nobody reads any more.</summary>
    private async ValueTask<bool> WriteAsync(ReadOnlyMemory<EventFeed.FedEvent> fed, CancellationToken ended)
    {
        for (var i = 0; i < fed.Length; i++)
        {
            var one = fed.Span[i];
            if (one.Event.CreatedAtMs >= query.SinceMs && query.Filter!.Admits(one.Event))
            {
                Write(one.Event, one.Json);
            }

            _place = one.Event.Sequence;
            if (_unsent > Gulp && !await FlushAsync(ended))
            {
                return false;
            }
        }

        return true;
    }

    private void Write(LoggedEvent one, byte[] json)
    {
        writer.WriteEvent(one.Type, json, Text(one.Sequence));
        _told = one.Sequence;
        _unsent += json.Length;
    }

    /// <summary>
    /// Sends what was written, and a sign of life where nothing was for long. With that goes the place, so that whoever asks for what is rare comes
    /// again to where it was and not to the last that it got.
    /// </summary>
    private async ValueTask<bool> FlushAsync(CancellationToken ended)
    {
        if (_unsent == 0)
        {
            if (time.GetElapsedTime(_sentAt) < Heartbeat)
            {
                ended.ThrowIfCancellationRequested();
                return true;
            }

            writer.WriteComment(" still here");
            if (_told < _place)
            {
                writer.WriteId(Text(_place));
                _told = _place;
            }
        }

        _unsent = 0;
        _sentAt = time.GetTimestamp();
        return await writer.FlushAsync(ended);
    }

    private async Task WaitAsync(Task grown, CancellationToken ended)
    {
        var left = Heartbeat - time.GetElapsedTime(_sentAt);
        if (left > TimeSpan.Zero)
        {
            await grown.WaitAsync(left, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ended.ThrowIfCancellationRequested();
        }
    }

    private static string Text(long place) => place.ToString(CultureInfo.InvariantCulture);
}
