namespace RelayKit.Bench.Stack;

/// <summary>How a bench is run.</summary>
/// <param name="Duration">How long each load is measured.</param>
/// <param name="Connections">Connections of the larger loads.</param>
/// <param name="LiveRooms">Live rooms of the bench that is about them.</param>
/// <param name="Brief">Only the first loads, for somebody who changes the code and looks after each change.</param>
internal sealed record BenchOptions(TimeSpan Duration, int Connections, int LiveRooms, bool Brief);
