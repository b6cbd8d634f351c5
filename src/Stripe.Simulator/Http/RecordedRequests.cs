using System.Collections.Concurrent;

namespace RelayKit.Stripe.Simulator.Http;

/// <summary>The last calls, for whoever looks what was sent.</summary>
internal sealed class RecordedRequests
{
    private const int Most = 10_000;
    private readonly ConcurrentQueue<RecordedRequest> _calls = new();

    public IReadOnlyList<RecordedRequest> All => [.. _calls];

    public void Add(RecordedRequest call)
    {
        _calls.Enqueue(call);
        while (_calls.Count > Most)
        {
            _calls.TryDequeue(out _);
        }
    }
}
