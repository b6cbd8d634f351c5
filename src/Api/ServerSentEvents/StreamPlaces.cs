using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using RelayKit.Api.Problems;
using RelayKit.Tenants;

namespace RelayKit.Api.ServerSentEvents;

/// <summary>The places that answers take which go on for long, streams and exports, bounded for each tenant and for the process. Safe to use from many threads at once.</summary>
internal sealed class StreamPlaces(IOptions<StreamOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, int> _taken = [];
    private int _total;

    /// <summary>Takes a place until it is disposed; null, with what to answer, when there is none.</summary>
    public IDisposable? TryTake(TenantId tenant, out ProblemResult? refusal)
    {
        lock (_gate)
        {
            ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_taken, tenant, out _);
            refusal = taken >= options.Value.PerTenant ? OfTenant(taken) : _total >= options.Value.PerProcess ? OfProcess() : null;
            if (refusal is null)
            {
                taken++;
                _total++;
                return new Place(this, tenant);
            }

            if (taken == 0)
            {
                _taken.Remove(tenant);
            }

            return null;
        }
    }

    private ProblemResult OfTenant(int taken) => new(
        ProblemKinds.TooManyStreams, $"{taken} streams and exports are open, and no more are allowed for one tenant. Close one; several readers can share one.")
    {
        Limit = new LimitDetail("streams", "tenant", null, options.Value.PerTenant, taken, "operator"),
    };

    private static ProblemResult OfProcess() =>
        new(ProblemKinds.TooManyStreams, "This server has as many streams and exports open as it takes. Come again in a moment, or read without a stream.");

    private void GiveBack(TenantId tenant)
    {
        lock (_gate)
        {
            _total--;
            if (--CollectionsMarshal.GetValueRefOrNullRef(_taken, tenant) == 0)
            {
                _taken.Remove(tenant);
            }
        }
    }

    private sealed class Place(StreamPlaces places, TenantId tenant) : IDisposable
    {
        private bool _given;

        public void Dispose()
        {
            if (!_given)
            {
                _given = true;
                places.GiveBack(tenant);
            }
        }
    }
}
