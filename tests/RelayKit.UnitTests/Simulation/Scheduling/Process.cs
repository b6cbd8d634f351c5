namespace RelayKit.UnitTests.Simulation.Scheduling;

/// <summary>What can be killed at once, between any two steps: all that runs in it stops there.</summary>
internal sealed class Process
{
    public bool IsDead { get; private set; }

    public void Kill() => IsDead = true;
}
