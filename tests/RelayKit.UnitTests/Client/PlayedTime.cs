using Microsoft.Extensions.Time.Testing;

namespace RelayKit.UnitTests.Client;

/// <summary>
/// Time that leaps to whatever is waited for next. A call on a <see cref="ScriptedServer"/> runs on the test's own thread until it waits; so when it has
/// not ended, it waits for time, and nothing else moves.
/// </summary>
internal sealed class PlayedTime() : FakeTimeProvider(Noon)
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private const int MostLeaps = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Wait> _waits = [];

    public TimeSpan Elapsed => GetUtcNow() - Noon;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(_waits, GetUtcNow() + dueTime);
        wait.Timer = base.CreateTimer(
            told =>
            {
                _waits.Remove(wait);
                callback(told);
            },
            state,
            dueTime,
            period);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _waits.Add(wait);
        }

        return wait;
    }

    /// <summary>Lets time pass until a call has ended, by its result or its exception.</summary>
    public async Task<T> FinishAsync<T>(Task<T> call)
    {
        // Where a test runner has a context of its own, what goes on after a wait would be handed to another thread.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            for (var leaps = 0; !call.IsCompleted && _waits.Count > 0; leaps++)
            {
                Assert.True(leaps < MostLeaps, "the call waits again and again, and does not end");
                var next = _waits.Min(wait => wait.Due) - GetUtcNow();
                Advance(next > TimeSpan.Zero ? next : TimeSpan.Zero);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        return await call.WaitAsync(Patience);
    }

    public Task FinishAsync(Task call) => FinishAsync(AsResult(call));

    private static async Task<bool> AsResult(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    private sealed class Wait(List<Wait> waits, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due => due;

        public ITimer? Timer { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Nothing in the client changes a timer.");

        public void Dispose()
        {
            waits.Remove(this);
            Timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
