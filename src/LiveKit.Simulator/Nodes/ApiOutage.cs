namespace RelayKit.LiveKit.Simulator.Nodes;

/// <summary>
/// What is wrong with LiveKit's own interface, Twirp, while rooms and webhooks go on. What is set with an end ends by itself.
/// </summary>
internal sealed class ApiOutage(TimeProvider time)
{
    private readonly Lock _gate = new();
    private (OutageKind Kind, DateTimeOffset Until) _down = (OutageKind.None, DateTimeOffset.MaxValue);
    private (TimeSpan Wait, DateTimeOffset Until) _slow = (TimeSpan.Zero, DateTimeOffset.MaxValue);
    private long _turnedAway;
    private long _gaveUp;

    /// <summary>Whether calls are turned away now, and how.</summary>
    public OutageKind Kind
    {
        get
        {
            lock (_gate)
            {
                return time.GetUtcNow() < _down.Until ? _down.Kind : OutageKind.None;
            }
        }
    }

    /// <summary>How long an answer is kept back now.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_gate)
            {
                return time.GetUtcNow() < _slow.Until ? _slow.Wait : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Calls that were turned away since the start.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>Calls since the start whose slow answer nobody waited for: what they asked for was done all the same.</summary>
    public long GaveUp => Interlocked.Read(ref _gaveUp);

    /// <summary>Turns calls away, for so long or until told otherwise.</summary>
    public void GoDown(OutageKind kind, TimeSpan? duration)
    {
        lock (_gate)
        {
            _down = (kind, Until(duration));
        }
    }

    /// <summary>Keeps every answer back, for so long or until told otherwise.</summary>
    public void GoSlow(TimeSpan wait, TimeSpan? duration)
    {
        lock (_gate)
        {
            _slow = (wait, Until(duration));
        }
    }

    /// <summary>All is well again.</summary>
    public void Clear()
    {
        GoDown(OutageKind.None, null);
        GoSlow(TimeSpan.Zero, null);
    }

    public void CountTurnedAway() => Interlocked.Increment(ref _turnedAway);

    /// <summary>Keeps an answer back as long as it is slow now. False when nobody waits for it any more.</summary>
    public async Task<bool> HoldAnswerAsync(CancellationToken aborted)
    {
        try
        {
            if (Wait is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, aborted);
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _gaveUp);
            return false;
        }

        return true;
    }

    private DateTimeOffset Until(TimeSpan? duration) => duration is { } given ? time.GetUtcNow() + given : DateTimeOffset.MaxValue;
}
