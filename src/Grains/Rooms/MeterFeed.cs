using Microsoft.Extensions.Logging;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// Carries a room's durable lines to the tenant's meter, apart from the webhooks that changed them: no webhook waits for the
/// meter. One message is under way at a time; what changes meanwhile goes with the next, and only the newest line of a
/// session is kept. Runs on the room's own turn.
/// </summary>
internal sealed partial class MeterFeed(IUsageMeterGrain meter, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, SessionLine> _waiting = [];
    private bool _invalidate;
    private bool _sending;
    private bool _stopped;

    public void Send(SessionLine line)
    {
        if (!_waiting.TryGetValue(line.SessionId, out var known) || !known.Version.IsNewerThan(line.Version))
        {
            _waiting[line.SessionId] = line;
        }

        _ = SendAllAsync();
    }

    public void Invalidate()
    {
        _invalidate = true;
        _ = SendAllAsync();
    }

    public void Stop() => _stopped = true;

    private async Task SendAllAsync()
    {
        if (_sending)
        {
            return;
        }

        _sending = true;
        while (!_stopped && (_invalidate || _waiting.Count > 0))
        {
            try
            {
                await SendNextAsync();
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                // The meter is a cache of the ledger: it catches up when it can be reached, or when it next reads the ledger.
                LogUnreachable(fault);
                await Task.Delay(RetryDelay, time);
            }
        }

        _sending = false;
    }

    private async Task SendNextAsync()
    {
        if (_invalidate)
        {
            _invalidate = false;
            await meter.InvalidateAsync();
            return;
        }

        var (sessionId, line) = _waiting.First();
        await meter.ApplyAsync(line);
        if (_waiting.TryGetValue(sessionId, out var newest) && ReferenceEquals(newest, line))
        {
            _waiting.Remove(sessionId);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A room's line did not reach its tenant's meter; it is sent again")]
    private partial void LogUnreachable(Exception fault);
}
