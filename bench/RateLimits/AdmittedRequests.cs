using System.Diagnostics;
using RelayKit.Bench.Load;

namespace RelayKit.Bench.RateLimits;

/// <summary>The same requests in turn, and when each that was admitted had its answer.</summary>
internal sealed class AdmittedRequests(IReadOnlyList<ReadOnlyMemory<byte>> requests) : RequestSource
{
    private readonly RepeatedRequests _requests = new(requests);
    private readonly List<TimeSpan> _admitted = [];
    private Stopwatch? _clock;

    /// <summary>Since the first request, in order.</summary>
    public IReadOnlyList<TimeSpan> Admitted => _admitted;

    public override ReadOnlyMemory<byte> Next(int connection)
    {
        _clock ??= Stopwatch.StartNew();
        return _requests.Next(connection);
    }

    public override void Answered(int connection, int status)
    {
        if (status is >= 200 and < 300)
        {
            _admitted.Add(_clock!.Elapsed);
        }
    }
}
