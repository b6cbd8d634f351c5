namespace RelayKit.Bench.Stack;

/// <summary>How a bench is run.</summary>
/// <param name="Duration">How long each load is measured.</param>
/// <param name="Connections">Connections of the larger loads.</param>
/// <param name="LiveRooms">Live rooms of the bench that is about them.</param>
/// <param name="Sessions">Participant sessions in the history of the bench that reads it.</param>
/// <param name="Tenants">Tenants of the bench that is about them, active or not.</param>
/// <param name="Overload">How long the bench that is about it offers more than can be taken.</param>
/// <param name="Brief">Only the first loads, for somebody who changes the code and looks after each change.</param>
internal sealed record BenchOptions(
    TimeSpan Duration, int Connections, int LiveRooms, int Sessions, int Tenants, TimeSpan Overload, bool Brief);
