using System.Collections.Immutable;

namespace RelayKit.Usage;

/// <summary>
/// What waits to be told to one meter: of each session the newest line, and whether the meter has to read the ledger again.
/// Whoever adds to a feed at rest is told to set it going; one that has come to rest takes no more, and another takes its place.
/// Safe to use from many threads at once.
/// </summary>
internal sealed class MeterFeed
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, SessionLine> _lines = [];
    private bool _invalidate;
    private bool _going;
    private bool _closed;

    /// <summary>Adds a line, or with none that the meter has to read anew. False when the feed is closed.</summary>
    /// <param name="line">A session's line, or null.</param>
    /// <param name="start">Whether the caller has to set the feed going.</param>
    public bool TryAdd(SessionLine? line, out bool start)
    {
        lock (_gate)
        {
            start = !_closed && !_going;
            if (_closed)
            {
                return false;
            }

            _going = true;
            if (line is null)
            {
                _invalidate = true;
            }
            else
            {
                Keep(line);
            }

            return true;
        }
    }

    /// <summary>Takes all that waits. With nothing waiting the feed closes: an empty answer is the last one.</summary>
    public (ImmutableArray<SessionLine> Lines, bool Invalidate) TakeOrClose()
    {
        lock (_gate)
        {
            var lines = _lines.Values.ToImmutableArray();
            var invalidate = _invalidate;
            _closed = lines.IsEmpty && !invalidate;
            _lines.Clear();
            _invalidate = false;
            return (lines, invalidate);
        }
    }

    private void Keep(SessionLine line)
    {
        if (!_lines.TryGetValue(line.SessionId, out var known) || !known.Version.IsNewerThan(line.Version))
        {
            _lines[line.SessionId] = line;
        }
    }
}
