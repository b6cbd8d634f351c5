using System.Collections.Immutable;

namespace RelayKit.Events;

/// <summary>Which events of a log somebody asks for.</summary>
/// <param name="Mode">Those of this mode, and those of none.</param>
public sealed record EventFilter(Mode Mode)
{
    /// <summary>Only of these types; empty for all.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Only of this room; null for all, and for those of none.</summary>
    public string? Room { get; init; }

    /// <summary>Whether an event is asked for. The store's statement says the same.</summary>
    public bool Admits(LoggedEvent one) =>
        (one.Mode is null || one.Mode == Mode)
        && (Types.IsEmpty || Types.Contains(one.Type))
        && (Room is null || one.Room == Room);
}
