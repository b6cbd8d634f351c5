using System.Diagnostics;
using RelayKit.Bench.Load;
using RelayKit.Bench.Stack;

namespace RelayKit.Bench.Reads;

/// <summary>Requests one after the other over one connection, each timed: what a read costs, not how many a machine can take.</summary>
internal sealed class TimedRequests(Uri address, string key) : IDisposable
{
    private readonly RawConnection _connection = new(address);

    /// <summary>Milliseconds of one request.</summary>
    public async Task<double> GetAsync(string path, CancellationToken cancellation)
    {
        var request = RepeatedRequests.Request("GET", path, key);
        var started = Stopwatch.GetTimestamp();
        var status = await _connection.SendAsync(request, cancellation);
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return status == 200 ? took : throw new BenchException($"GET {path} was answered {status}.");
    }

    /// <summary>Milliseconds of each request, in ascending order.</summary>
    public async Task<IReadOnlyList<double>> GetAllAsync(IEnumerable<string> paths, CancellationToken cancellation)
    {
        var all = new List<double>();
        foreach (var path in paths)
        {
            all.Add(await GetAsync(path, cancellation));
        }

        all.Sort();
        return all;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The value that a share (0 to 1) of the values, in ascending order, does not exceed.</summary>
    public static double Percentile(IReadOnlyList<double> ascending, double share) => ascending[(int)Math.Ceiling(share * ascending.Count) - 1];
}
