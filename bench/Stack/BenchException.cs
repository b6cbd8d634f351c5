namespace RelayKit.Bench.Stack;

/// <summary>A bench cannot go on, for a reason that is told to whoever started it in its own words.</summary>
internal sealed class BenchException(string message) : Exception(message);
