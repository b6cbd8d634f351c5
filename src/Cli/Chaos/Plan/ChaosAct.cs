using System.Globalization;

namespace RelayKit.Cli.Chaos.Plan;

/// <summary>One deed at its time.</summary>
/// <param name="At">How long after the storm's beginning.</param>
/// <param name="Deed">What is done.</param>
/// <param name="Target">To which silo, counted from 0; or to which of LiveKit's nodes; else 0.</param>
/// <param name="Amount">For how long; of <see cref="ChaosDeed.SkewClock"/> by how much, which may be negative.</param>
internal sealed record ChaosAct(TimeSpan At, ChaosDeed Deed, int Target, TimeSpan Amount)
{
    /// <summary>The act in words.</summary>
    public override string ToString() => Deed switch
    {
        ChaosDeed.KillSilo => $"silo-{Target + 1} is killed, down for {Seconds}",
        ChaosDeed.PauseSilo => $"silo-{Target + 1} hangs for {Seconds}",
        ChaosDeed.StopSilo => $"silo-{Target + 1} is told to stop",
        ChaosDeed.KillApi => $"the API is killed, down for {Seconds}",
        ChaosDeed.KillPostgres => $"PostgreSQL is killed, down for {Seconds}",
        ChaosDeed.PausePostgres => $"PostgreSQL hangs for {Seconds}",
        ChaosDeed.LiveKitDown => $"LiveKit's API is down for {Seconds}",
        ChaosDeed.LiveKitSlow => $"LiveKit's API is slow for {Seconds}",
        ChaosDeed.SkewClock => $"the clock of LiveKit's node {Node} is set off by {Seconds}",
        _ => Deed.ToString(),
    };

    /// <summary>The name of the simulator's node.</summary>
    public string Node => Target == 0 ? "a" : "b";

    private string Seconds => string.Create(CultureInfo.InvariantCulture, $"{Amount.TotalSeconds:0.0} s");
}
