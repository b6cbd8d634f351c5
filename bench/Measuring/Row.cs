using RelayKit.Bench.Load;

namespace RelayKit.Bench.Measuring;

/// <summary>One measured load.</summary>
internal sealed record Row(string Name, LoadResult Result, Costs Costs)
{
    public double PerSecond => Result.PerSecond;
}
