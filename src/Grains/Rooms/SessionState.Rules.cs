using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>What rules and budgets go by.</summary>
internal sealed partial class SessionState
{
    /// <summary>Since when one person has been alone, Unix milliseconds; null when nobody is there, or more than one.</summary>
    public long? SoloSinceMs()
    {
        long? joinedAtMs = null;
        foreach (var connection in _live.Connections)
        {
            if (!connection.Class.KeepsRoomOpen())
            {
                continue;
            }

            if (joinedAtMs is not null)
            {
                return null;
            }

            joinedAtMs = connection.JoinedAtMs;
        }

        if (joinedAtMs is not { } sinceMs)
        {
            return null;
        }

        foreach (var past in _past.All)
        {
            sinceMs = Math.Max(sinceMs, past.Class.KeepsRoomOpen() ? past.Connected.EndMs ?? 0 : 0);
        }

        return sinceMs;
    }

    /// <summary>The id that a participant's session has, or will have when its join is told.</summary>
    public Guid IdFor(ParticipantFact who, long joinedAtMs) => IdOf(who.Sid, joinedAtMs);

    /// <summary>The line of the classes that are billed, counting nothing before an instant.</summary>
    public UsageLine BilledFrom(long fromMs)
    {
        if (fromMs == _meter.PeriodStartMs || (Row.StartedAtMs >= _meter.PeriodStartMs && Row.StartedAtMs >= fromMs))
        {
            return _meter.Billed();
        }

        // Once the session lasts from one period into another.
        var line = default(UsageLine);
        foreach (var live in _live.Connections.Where(static connection => connection.Class.IsBilled()))
        {
            line += UsageLine.Of(new ConnectedInterval(live.JoinedAtMs, null), fromMs);
        }

        foreach (var past in _past.All.Where(static past => past.Class.IsBilled()))
        {
            line += UsageLine.Of(past.Connected, fromMs);
        }

        return line;
    }
}
