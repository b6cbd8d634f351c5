using System.Diagnostics;
using RelayKit.Bench.Load;

namespace RelayKit.Bench.Keys;

/// <summary>A key that is used all the time, and when it was good last.</summary>
/// <param name="id">Its record's id.</param>
/// <param name="key">The key.</param>
internal sealed class KeyUnderLoad(string id, string key)
{
    private long _lastGood;

    public string Id => id;

    public ReadOnlyMemory<byte> Request { get; } = RepeatedRequests.Request("GET", "/v1/rooms/room", key);

    /// <summary>Whether it was good at all, without which its end would show nothing.</summary>
    public bool WasGood => Volatile.Read(ref _lastGood) != 0;

    /// <summary>Takes note of a good answer.</summary>
    public void Good() => Volatile.Write(ref _lastGood, Stopwatch.GetTimestamp());

    /// <summary>How long after an instant the last good answer came; zero where none came after it.</summary>
    public TimeSpan GoodAfter(long instant) =>
        Volatile.Read(ref _lastGood) is var last && last > instant ? Stopwatch.GetElapsedTime(instant, last) : TimeSpan.Zero;
}
