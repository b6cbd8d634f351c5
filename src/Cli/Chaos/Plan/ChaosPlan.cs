namespace RelayKit.Cli.Chaos.Plan;

/// <summary>
/// What happens when. It follows from the seed and from nothing else, and each deed has a sequence of its own: leaving a part out moves
/// nothing in the others.
/// </summary>
internal static class ChaosPlan
{
    /// <summary>How far a node's clock is set off at most.</summary>
    public static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(2);

    /// <summary>
    /// One deed in each slot of time, somewhere in the slot's middle; so every run of the same length has as many of each. Between them has
    /// to be time in which all is well: what is never acknowledged cannot be lost.
    /// </summary>
    private static readonly (ChaosDeed Deed, ChaosPart Part, double SlotSeconds, double LeastSeconds, double MostSeconds)[] Rates =
    [
        (ChaosDeed.KillPostgres, ChaosPart.Postgres, 30, 0, 4),
        (ChaosDeed.PausePostgres, ChaosPart.Postgres, 120, 1, 8),
        (ChaosDeed.KillSilo, ChaosPart.Silos, 60, 0, 6),
        (ChaosDeed.PauseSilo, ChaosPart.Silos, 120, 2, 20),
        (ChaosDeed.StopSilo, ChaosPart.Silos, 120, 0, 0),
        (ChaosDeed.KillApi, ChaosPart.Silos, 120, 0, 3),
        (ChaosDeed.LiveKitDown, ChaosPart.LiveKit, 60, 1, 15),
        (ChaosDeed.LiveKitSlow, ChaosPart.LiveKit, 120, 2, 15),
        (ChaosDeed.SkewClock, ChaosPart.Clocks, 20, -LargestSkew.TotalSeconds, LargestSkew.TotalSeconds),
    ];

    /// <summary>Every act of a run, in order.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="length">How long the storm lasts.</param>
    /// <param name="silos">How many silos there are.</param>
    /// <param name="parts">What bad weather is wanted.</param>
    public static IReadOnlyList<ChaosAct> Of(int seed, TimeSpan length, int silos, ChaosPart parts) =>
    [
        .. Rates.Where(rate => parts.HasFlag(rate.Part))
            .SelectMany(rate => Slots(seed, length, silos, rate.Deed, rate.SlotSeconds, rate.LeastSeconds, rate.MostSeconds))
            .OrderBy(act => act.At),
    ];

    private static IEnumerable<ChaosAct> Slots(
        int seed, TimeSpan length, int silos, ChaosDeed deed, double slotSeconds, double leastSeconds, double mostSeconds)
    {
        var random = new Random(unchecked((seed * 1_000_003) ^ (int)deed));
        for (var begin = 0.0; begin + slotSeconds <= length.TotalSeconds; begin += slotSeconds)
        {
            var at = begin + (slotSeconds * (0.15 + (0.6 * random.NextDouble())));
            var target = random.Next(deed is ChaosDeed.SkewClock ? 2 : silos);
            var amount = leastSeconds + ((mostSeconds - leastSeconds) * random.NextDouble());
            yield return new ChaosAct(TimeSpan.FromSeconds(at), deed, target, TimeSpan.FromMilliseconds(Math.Round(amount * 1000)));
        }
    }
}
