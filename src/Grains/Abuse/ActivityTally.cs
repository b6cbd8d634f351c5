namespace RelayKit.Abuse;

/// <summary>
/// Adds up what processes have counted, minute by minute. Of each process and minute the highest report holds: reports may be lost, come twice, or late.
/// </summary>
/// <param name="windowMinutes">How many minutes back it remembers, the present one included.</param>
internal sealed class ActivityTally(int windowMinutes)
{
    private readonly Dictionary<(Guid Process, long Minute), int> _counts = [];

    /// <summary>Whether nothing is left to remember.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>Takes a report in.</summary>
    public void Take(Guid process, long minute, int count)
    {
        var key = (process, minute);
        if (!_counts.TryGetValue(key, out var before) || before < count)
        {
            _counts[key] = count;
        }
    }

    /// <summary>What all processes have counted in one minute.</summary>
    public int InMinute(long minute) => Sum(_counts.Where(count => count.Key.Minute == minute));

    /// <summary>What all processes have counted in the window that ends with a minute.</summary>
    public int InWindow(long minute) => Sum(_counts.Where(count => count.Key.Minute > minute - windowMinutes && count.Key.Minute <= minute));

    /// <summary>Forgets what is older than the window that ends with a minute.</summary>
    public void Forget(long minute)
    {
        foreach (var old in _counts.Keys.Where(key => key.Minute <= minute - windowMinutes).ToList())
        {
            _counts.Remove(old);
        }
    }

    private static int Sum(IEnumerable<KeyValuePair<(Guid Process, long Minute), int>> counts) =>
        (int)Math.Min(counts.Sum(static count => (long)count.Value), int.MaxValue);
}
