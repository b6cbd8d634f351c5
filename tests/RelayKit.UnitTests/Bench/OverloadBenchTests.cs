using RelayKit.Bench.Overload;

namespace RelayKit.UnitTests.Bench;

public sealed class OverloadBenchTests
{
    private const double Normal = 30;

    [Theory]
    [InlineData(new double[] { 20, 25, 20 }, 1.0)]
    [InlineData(new double[] { 900, 40, 28, 30, 20 }, 3.0)]
    [InlineData(new double[] { 900, 28, 40, 28, 20 }, 4.0)]
    [InlineData(new double[] { 900, 28, 20, 90, 90 }, 2.0)]
    [InlineData(new double[] { 900, 40, 28 }, null)]
    [InlineData(new double[] { 31, 31, 31 }, null)]
    [InlineData(new double[0], null)]
    public void It_is_as_before_once_two_seconds_in_a_row_are(double[] p99, double? back) =>
        Assert.Equal(back, OverloadBench.BackAt([.. p99.Select((ms, second) => (TimeSpan.FromSeconds(second + 1), ms))], Normal)?.TotalSeconds);
}
