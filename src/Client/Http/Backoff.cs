namespace RelayKit.Client;

/// <summary>
/// Pauses with decorrelated jitter: each is drawn between the shortest and three times the one before, so that many who failed together do not come
/// again together.
/// </summary>
internal sealed class Backoff(TimeSpan least, TimeSpan most, Func<double> chance)
{
    private TimeSpan? _last;

    /// <summary>The next pause; at least as long as the server has asked for, and then not at the same instant for all.</summary>
    public TimeSpan Next(TimeSpan? asked)
    {
        var pause = TimeSpan.FromTicks(Math.Min(most.Ticks, Between(least, (_last ?? least) * 3)));
        _last = pause;
        return asked is { } wait && wait + (least * chance()) is var after && after > pause ? after : pause;
    }

    /// <summary>Things went well: the next pause is a short one again.</summary>
    public void Reset() => _last = null;

    private long Between(TimeSpan from, TimeSpan to) => from.Ticks + (long)((to - from).Ticks * chance());
}
