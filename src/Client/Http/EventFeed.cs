using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace RelayKit.Client;

/// <summary>Server-sent events that go on: a stream that ends or breaks is opened again where it was.</summary>
internal static class EventFeed
{
    public const string MediaType = "text/event-stream";

    /// <summary>
    /// Every event, until the caller has enough. The first connection is made like any call, so that what is wrong from the start is told; after that
    /// only a refusal ends the stream.
    /// </summary>
    public static async IAsyncEnumerable<SseItem<byte[]>> FollowAsync(
        this Transport transport, ApiCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = transport.Options;
        var backoff = new Backoff(options.MinPause, options.MaxPause, options.Chance);
        var answer = await OpenAsync(transport, call, cancellation).ConfigureAwait(false);
        TimeSpan? retry = null;
        while (true)
        {
            using (answer)
            {
                var ids = answer.WatchIds();
                var parser = SseParser.Create(answer.Content, static (_, data) => data.ToArray());
                var items = parser.EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
                await using (items.ConfigureAwait(false))
                {
                    while (await MoveOnAsync(items).ConfigureAwait(false))
                    {
                        backoff.Reset();
                        yield return items.Current;
                    }
                }

                // The parser reads on only when it has given out all that came whole: so whatever the last id is of, it is behind everything given out.
                call = ids.Last is { Length: > 0 } id ? call with { LastEventId = id } : call;

                retry = parser.ReconnectionInterval is var interval && interval > TimeSpan.Zero ? interval : retry;
            }

            answer = await OpenAgainAsync(transport, call, backoff, retry, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A page of whatever stands before RelayKit is no stream, and would be none the next time.</summary>
    private static async Task<StreamedAnswer> OpenAsync(Transport transport, ApiCall call, CancellationToken cancellation)
    {
        var answer = await transport.OpenAsync(call, cancellation).ConfigureAwait(false);
        if (answer.MediaType == MediaType)
        {
            return answer;
        }

        answer.Dispose();
        throw new RelayKitException(call.Operation, ErrorCodes.UnexpectedAnswer, $"The answer is no stream of events but {answer.MediaType ?? "of no type"}.");
    }

    private static async Task<StreamedAnswer> OpenAgainAsync(
        Transport transport, ApiCall call, Backoff backoff, TimeSpan? retry, CancellationToken cancellation)
    {
        var asked = retry;
        while (true)
        {
            await Task.Delay(backoff.Next(asked), transport.Options.TimeProvider, cancellation).ConfigureAwait(false);
            try
            {
                return await OpenAsync(transport, call, cancellation).ConfigureAwait(false);
            }
            catch (RelayKitException away) when (MayPass(away))
            {
                asked = away.RetryAfter ?? retry;
            }
        }
    }

    /// <summary>Also when too many streams are open: the one that broke may be among them for a moment.</summary>
    private static bool MayPass(RelayKitException away) =>
        away.Status is null ? away.Code != ErrorCodes.UnexpectedAnswer : (int)away.Status is 408 or 429 or >= 500 and not 501;

    /// <summary>False at the end, in order or not: the stream is opened again in either case.</summary>
    private static async Task<bool> MoveOnAsync(IAsyncEnumerator<SseItem<byte[]>> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            return false;
        }
    }
}
