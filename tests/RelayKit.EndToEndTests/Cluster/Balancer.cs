using System.Collections.Concurrent;
using System.Net;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>Sends work, as a load balancer does, only to members whose <c>/readyz</c> answered 200 at the last look.</summary>
public sealed class Balancer(IReadOnlyList<ClusterMember> members)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private volatile IReadOnlyList<ClusterMember> _ready = [];
    private int _turn;

    /// <summary>Members that said themselves that they should get no more work, before they were gone.</summary>
    public ConcurrentDictionary<ClusterMember, bool> SaidSo { get; } = new();

    public ClusterMember Next()
    {
        var ready = _ready is { Count: > 0 } some ? some : members;
        return ready[(int)((uint)Interlocked.Increment(ref _turn) % (uint)ready.Count)];
    }

    /// <summary>Looks until it is told to stop. Two looks without an answer take a member out, as one of a balancer's may go astray.</summary>
    public async Task LookAsync(CancellationToken enough)
    {
        using var pulse = new PeriodicTimer(Interval);
        var silent = members.ToDictionary(member => member, _ => 0);
        while (!enough.IsCancellationRequested)
        {
            var looks = await Task.WhenAll(members.Select(async member => (Member: member, Status: await member.ReadinessAsync())));
            foreach (var (member, status) in looks)
            {
                silent[member] = status is null ? silent[member] + 1 : 0;
                if (status == HttpStatusCode.ServiceUnavailable)
                {
                    SaidSo[member] = true;
                }
            }

            _ready =
            [
                .. looks.Where(look => look.Status == HttpStatusCode.OK || (look.Status is null && silent[look.Member] == 1 && _ready.Contains(look.Member)))
                    .Select(look => look.Member),
            ];
            await pulse.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
