using RelayKit.Bench.Measuring;

namespace RelayKit.Bench.Stack;

/// <summary>One bench: starts what it needs, measures, and ends what it started.</summary>
internal interface IBench
{
    /// <summary>Its word on the command line and its key in the JSON.</summary>
    string Name { get; }

    /// <summary>What it measures, for <c>--help</c>.</summary>
    string Description { get; }

    /// <exception cref="BenchException">It cannot go on; the message says why.</exception>
    Task<BenchReport> RunAsync(BenchSettings settings, BenchOptions options, CancellationToken cancellation);
}
