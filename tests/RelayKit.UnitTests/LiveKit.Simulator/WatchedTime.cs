using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace RelayKit.UnitTests.LiveKit.Simulator;

/// <summary>
/// Time that a test moves, and that tells when somebody begins to wait for it. What is due happens on the test's own thread: the base
/// class would let whoever asks for the time at that moment do it, and the test go on before it is done.
/// </summary>
internal sealed class WatchedTime() : FakeTimeProvider(Noon)
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    private long _ticks = Noon.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public new void Advance(TimeSpan delta)
    {
        Interlocked.Add(ref _ticks, delta.Ticks);
        base.Advance(delta);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (period == Timeout.InfiniteTimeSpan && dueTime != Timeout.InfiniteTimeSpan)
        {
            _waits.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>How long the next one who waits wants to wait.</summary>
    public Task<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Second by second, as the clock of a server would.</summary>
    public void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Advance(TimeSpan.FromSeconds(1));
        }
    }
}
