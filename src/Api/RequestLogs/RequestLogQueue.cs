using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using RelayKit.RequestLogs;

namespace RelayKit.Api.RequestLogs;

/// <summary>
/// Requests on their way from those who answer them to the one who writes them. To add one takes no lock and waits for nobody; when as many wait
/// as may, it is dropped and counted.
/// </summary>
internal sealed class RequestLogQueue(IOptions<RequestLogOptions> options, RequestLogInstruments instruments)
{
    private readonly ConcurrentQueue<RequestLogEntry> _entries = new();
    private readonly int _capacity = options.Value.Capacity;
    private int _waiting;

    /// <summary>Whether anything is taken in at all.</summary>
    public bool IsOn { get; } = options.Value.Enabled;

    /// <summary>How many have been added and are not done with.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Adds one; false when it was dropped.</summary>
    public bool TryAdd(in RequestLogEntry entry)
    {
        if (Interlocked.Increment(ref _waiting) > _capacity)
        {
            Interlocked.Decrement(ref _waiting);
            instruments.Dropped(1, RequestLogInstruments.Full);
            return false;
        }

        _entries.Enqueue(entry);
        return true;
    }

    /// <summary>Takes up to <paramref name="most"/> out, in the order in which they came. They count as waiting until <see cref="Done"/>.</summary>
    public void TakeInto(List<RequestLogEntry> batch, int most)
    {
        while (batch.Count < most && _entries.TryDequeue(out var entry))
        {
            batch.Add(entry);
        }
    }

    /// <summary>Makes room for as many.</summary>
    public void Done(int entries) => Interlocked.Add(ref _waiting, -entries);
}
