namespace RelayKit.Bench.Stack;

/// <summary>How a bench is run.</summary>
/// <param name="Duration">How long each load is measured.</param>
/// <param name="Connections">Connections of the larger loads.</param>
/// <param name="LiveRooms">Live rooms of the bench that is about them.</param>
internal sealed record BenchOptions(TimeSpan Duration, int Connections, int LiveRooms);
