using Microsoft.Extensions.Time.Testing;

namespace RelayKit.StorageTests;

/// <summary>Tells when the loop under test has set its timer: time that passes before that would be lost on it.</summary>
internal sealed class TimerSignal(DateTimeOffset now) : FakeTimeProvider(now)
{
    private readonly TaskCompletionSource _created = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task TimerCreated => _created.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _created.TrySetResult();
        return timer;
    }
}
