using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Tenants;

namespace RelayKit.Usage;

/// <summary>
/// Holds what a meter counts against the limits of connected participants. A token is minted only within them, but tokens that were minted before, or side
/// by side, may all be used. Who came last has to go, and only as many as have come since the count before: whoever was there when a limit was lowered
/// stays. Decides, and does no I/O.
/// </summary>
internal sealed class LimitWatch
{
    /// <summary>The counts before, by label; the tenant's own under the default label.</summary>
    private readonly Dictionary<Label, long> _before = [];

    /// <summary>Takes the present counts in; gives for each limit that is passed how many are too many.</summary>
    /// <param name="policy">The tenant's limits.</param>
    /// <param name="countOf">How many are connected: of a label, or of the tenant for null.</param>
    public IEnumerable<(Label? Label, int Count)> TakeOver(TenantPolicy policy, Func<Label?, long> countOf)
    {
        var over = new List<(Label?, int)>();
        Take(over, null, policy.LimitOf(LimitNames.Participants)?.Value, countOf);
        foreach (var limit in policy.Settings.LabelLimits)
        {
            Take(over, limit.Label, limit.Participants, countOf);
        }

        return over;
    }

    /// <summary>Whether there is a limit to hold.</summary>
    public static bool IsNeeded(TenantPolicy policy) =>
        policy.LimitOf(LimitNames.Participants) is not null || policy.Settings.LabelLimits.Any(static limit => limit.Participants is not null);

    /// <summary>Forgets the counts: what changed meanwhile is not known.</summary>
    public void Forget() => _before.Clear();

    private void Take(List<(Label?, int)> over, Label? label, long? limit, Func<Label?, long> countOf)
    {
        var key = label ?? default;
        if (limit is not { } most)
        {
            _before.Remove(key);
            return;
        }

        var count = countOf(label);
        var come = _before.TryGetValue(key, out var before) ? count - before : 0;
        _before[key] = count;
        if (Math.Min(come, count - most) is var many and > 0)
        {
            over.Add((label, (int)Math.Min(many, int.MaxValue)));
        }
    }
}
