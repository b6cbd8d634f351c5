using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace RelayKit.Abuse;

/// <summary>
/// Counts in memory, since nobody is billed by it; what is blocked is in the store, and read again on activation. Bounded: beyond that many addresses the
/// quietest are forgotten.
/// </summary>
[RandomPlacement]
internal sealed partial class AddressAbuseGrain(
    IAbuseStore store, IOptions<AbuseOptions> options, TimeProvider time, ILogger<AddressAbuseGrain> logger) : Grain, IAddressAbuseGrain
{
    /// <summary>Addresses that are counted at once.</summary>
    internal const int MostCounted = 10_000;

    private readonly Dictionary<(string Address, AbuseRule Rule), ActivityTally> _tallies = [];
    private readonly Dictionary<(string Address, AbuseRule Rule), AbuseIncident> _known = [];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var incident in await store.ListAddressesAsync(time.GetUtcNow(), cancellationToken))
        {
            _known[(incident.Address!, incident.Rule)] = incident;
        }
    }

    public async Task<ImmutableArray<BlockedAddress>> ReportAsync(Guid process, ImmutableArray<AddressCount> counts)
    {
        var now = time.GetUtcNow();
        var minute = ActivityCount.MinuteOf(now);
        foreach (var (address, count) in counts.Select(static count => (count.Address, count.Count)))
        {
            var key = (address, count.Rule);
            var rule = options.Value.OfAddresses(count.Rule);
            if (!_tallies.TryGetValue(key, out var tally))
            {
                _tallies[key] = tally = new ActivityTally(rule.WindowMinutes);
            }

            tally.Take(process, count.Minute, count.Count);
            if (tally.InWindow(minute) is var many && many > rule.Most && !IsSettled(key, now))
            {
                await BlockAsync(key, rule, many, now);
            }
        }

        Forget(minute, now);
        return
        [
            .. _known.Values.Where(incident => incident.UndoneAt is null && incident.Until > now)
                .Select(static incident => new BlockedAddress(incident.Address!, incident.Rule, incident.Until!.Value)),
        ];
    }

    public async Task<AbuseIncident> UndoAsync(AbuseIncident incident, DateTimeOffset exemptUntil, CancellationToken cancellation)
    {
        var undone = incident with { UndoneAt = incident.UndoneAt ?? time.GetUtcNow(), ExemptUntil = exemptUntil };
        await store.SaveAsync(undone, cancellation);
        _known[(undone.Address!, undone.Rule)] = undone;
        return undone;
    }

    /// <summary>Whether an address is blocked already, or is to be left alone.</summary>
    private bool IsSettled((string Address, AbuseRule Rule) key, DateTimeOffset now) =>
        _known.TryGetValue(key, out var incident) && (incident.UndoneAt is null ? incident.Until : incident.ExemptUntil) > now;

    private async Task BlockAsync((string Address, AbuseRule Rule) key, AddressRuleOptions rule, int count, DateTimeOffset now)
    {
        var incident = new AbuseIncident
        {
            Id = Guid.CreateVersion7(now),
            Rule = key.Rule,
            Address = key.Address,
            Stage = AbuseStage.Blocked,
            Count = count,
            Threshold = rule.Most,
            StageAt = now,
            Until = now + rule.BlockFor,
        };
        await store.SaveAsync(incident, CancellationToken.None);
        _known[key] = incident;
        LogBlocked(key.Rule.Word(), incident.Id, count, rule.Most);
    }

    private void Forget(long minute, DateTimeOffset now)
    {
        foreach (var (key, tally) in _tallies.ToList())
        {
            tally.Forget(minute);
            if (tally.IsEmpty)
            {
                _tallies.Remove(key);
            }
        }

        foreach (var key in _known.Keys.Where(key => !IsSettled(key, now)).ToList())
        {
            _known.Remove(key);
        }

        if (_tallies.Count > MostCounted)
        {
            foreach (var (key, _) in _tallies.OrderBy(tally => tally.Value.InWindow(minute)).Take(_tallies.Count - MostCounted).ToList())
            {
                _tallies.Remove(key);
            }
        }
    }

    /// <summary>Without the address: that is in the list of incidents, and in nobody's log.</summary>
    [LoggerMessage(LogLevel.Warning, "An address is blocked by the rule about {Rule} (incident {Incident}): {Count}, of which {Most} are allowed")]
    private partial void LogBlocked(string rule, Guid incident, int count, int most);
}
