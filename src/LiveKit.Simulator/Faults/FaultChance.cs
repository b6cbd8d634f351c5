namespace RelayKit.LiveKit.Simulator.Faults;

/// <summary>How often a fault comes up.</summary>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="UpToMs">The longest wait, where there is one to wait: what is waited is anything up to it.</param>
internal readonly record struct FaultChance(double Probability, int UpToMs);
