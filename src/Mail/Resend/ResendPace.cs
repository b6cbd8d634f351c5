namespace RelayKit.Mail.Resend;

/// <summary>
/// How fast this process may send: a bucket of tokens that holds those of one second, and a pause while Resend wants none at all. Whoever may send is told how
/// long to wait for its turn, in order.
/// </summary>
/// <param name="perSecond">Requests in a second.</param>
/// <param name="time">The clock.</param>
internal sealed class ResendPace(double perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _each = TimeSpan.FromSeconds(1 / perSecond);

    /// <summary>What a second brings may go at once, but for the request itself.</summary>
    private readonly TimeSpan _credit = TimeSpan.FromSeconds(Math.Max(0, 1 - (1 / perSecond)));
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;

    /// <summary>Until when nothing is sent; null while there is no pause.</summary>
    public DateTimeOffset? PausedUntil
    {
        get
        {
            lock (_gate)
            {
                return _pausedUntil > time.GetUtcNow() ? _pausedUntil : null;
            }
        }
    }

    /// <summary>Takes a turn.</summary>
    /// <returns>How long until it has come.</returns>
    public TimeSpan Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var from = _next > now ? _next : now;
            _next = from + _each;
            var wait = from - now - _credit;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Sends nothing until then; a later end holds.</summary>
    public void Pause(DateTimeOffset until)
    {
        lock (_gate)
        {
            _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
        }
    }
}
