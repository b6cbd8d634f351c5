namespace RelayKit.Bench.Measuring;

/// <summary>
/// The middle one of several measurements. A machine's speed drifts, a virtual one's by a third within minutes: loads that are
/// compared are measured in turn, several times, and what counts is the median of each turn's ratio.
/// </summary>
internal static class Median
{
    /// <summary>The middle one; of an even number the greater of the middle two.</summary>
    public static double Of(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
