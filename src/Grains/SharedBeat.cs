namespace RelayKit;

/// <summary>
/// A beat that several silos keep, and one grain knows: silos call at the beat of their own clocks, and half a period is nobody's beat. So a call soon after
/// another one's is none.
/// </summary>
/// <param name="period">Between two beats of one silo.</param>
internal sealed class SharedBeat(TimeSpan period)
{
    private DateTimeOffset? _last;

    /// <summary>
    /// Whether it is time; what follows counts as done then, also where it fails: the other silos' beats are no reason to try again at once.
    /// </summary>
    public bool IsDue(DateTimeOffset now)
    {
        if (_last is { } last && now - last < period / 2)
        {
            return false;
        }

        _last = now;
        return true;
    }

    /// <summary>It was done for another reason.</summary>
    public void Done(DateTimeOffset now) => _last = now;
}
