using System.Collections.Concurrent;

namespace RelayKit.LiveKit.Simulator.ObjectStore;

/// <summary>How many requests there were since the start, by operation and by answer: a code of S3's, <c>OK</c>, or <c>aborted</c>.</summary>
internal sealed class RequestCounters
{
    private readonly ConcurrentDictionary<(string Operation, string Answer), long> _counts = new();

    public void Count(string operation, string answer) => _counts.AddOrUpdate((operation, answer), 1, static (_, count) => count + 1);

    public SortedDictionary<string, SortedDictionary<string, long>> Snapshot()
    {
        var all = new SortedDictionary<string, SortedDictionary<string, long>>(StringComparer.Ordinal);
        foreach (var ((operation, answer), count) in _counts)
        {
            all.TryAdd(operation, new SortedDictionary<string, long>(StringComparer.Ordinal));
            all[operation][answer] = count;
        }

        return all;
    }
}
