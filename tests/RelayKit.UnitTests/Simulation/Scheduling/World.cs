namespace RelayKit.UnitTests.Simulation.Scheduling;

/// <summary>
/// Time, chance and order of one simulated history: one thread runs everything, a step at a time, and one seed decides which step is next.
/// A step is what runs between two awaits, or something that was put off until an instant; steps take no time, and time passes when there
/// are none. Now and then it passes all the same, as where a processor is busy.
/// </summary>
internal sealed class World
{
    private const int OneInSlow = 64;

    private readonly PriorityQueue<Action, long> _agenda = new();
    private readonly List<Strand> _runnable = [];
    private readonly long _startMs;
    private int _sequence;

    public World(int seed, long startMs, Action<string>? story)
    {
        Chance = new Random(seed);
        Time = new VirtualTime(this);
        _startMs = NowMs = startMs;
        Story = story is null ? null : line => story($"{NowMs - _startMs,8} {line}");
    }

    /// <summary>The only source of chance.</summary>
    public Random Chance { get; }

    /// <summary>The clock of everybody in this world.</summary>
    public VirtualTime Time { get; }

    /// <summary>Unix milliseconds.</summary>
    public long NowMs { get; private set; }

    /// <summary>How many steps there have been.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether nobody has anything to do before time passes.</summary>
    public bool IsAtRest => _runnable.Count == 0;

    /// <summary>Takes the lines of what happens; null where nobody wants to know.</summary>
    public Action<string>? Story { get; }

    /// <summary>What no code of ours should have thrown; ends the history.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Puts something off. Of what is due in the same millisecond chance decides what comes first.</summary>
    public void At(long atMs, Action action)
    {
        var due = Math.Max(atMs, NowMs) - _startMs;
        _agenda.Enqueue(action, (due << 36) | ((long)Chance.Next(1 << 12) << 24) | (uint)_sequence++);
    }

    /// <inheritdoc cref="At"/>
    public void After(long delayMs, Action action) => At(NowMs + delayMs, action);

    /// <summary>Takes a step; false when there will never be another.</summary>
    public bool Step()
    {
        Steps++;
        if (_runnable.Count > 0 && (_agenda.Count == 0 || Chance.Next(OneInSlow) > 0))
        {
            var at = Chance.Next(_runnable.Count);
            var strand = _runnable[at];
            if (!strand.RunOne())
            {
                _runnable[at] = _runnable[^1];
                _runnable.RemoveAt(_runnable.Count - 1);
            }

            return true;
        }

        if (_agenda.TryDequeue(out var action, out var order))
        {
            NowMs = _startMs + (order >> 36);
            action();
            return true;
        }

        return false;
    }

    /// <summary>Called by a strand that had nothing to do and now has.</summary>
    public void Runnable(Strand strand) => _runnable.Add(strand);

    public void Fail(Exception fault) => Fault ??= fault;
}
