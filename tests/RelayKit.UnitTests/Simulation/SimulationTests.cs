using System.Diagnostics;
using System.Globalization;
using RelayKit.Testing.Histories;
using RelayKit.UnitTests.Simulation.Laws;
using Xunit.Abstractions;

namespace RelayKit.UnitTests.Simulation;

/// <summary>
/// The whole of the ledger and the meter in one process and in virtual time: fold, lanes, group commit, feeds and meter as they are in production, over a
/// database, a LiveKit and a cluster that are played.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    /// <summary>Repeats one history, and tells its story: its number.</summary>
    private const string SeedVariable = "RELAYKIT_HISTORY_SEED";

    [Fact]
    public void Ledger_and_meter_are_true_whatever_the_weather()
    {
        if (Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } asked)
        {
            output.WriteLine($"Histories: {SimulatedHistory.Run(int.Parse(asked, CultureInfo.InvariantCulture), output.WriteLine)}");
            return;
        }

        var (first, clock, gate, sum) = (Random.Shared.Next(), Stopwatch.StartNew(), new Lock(), default(HistoryReport));
        Parallel.For(0, HistoryCount.Value, number =>
        {
            var report = Run(unchecked(first + number));
            lock (gate)
            {
                sum += report;
            }
        });
        output.WriteLine($"Histories: {HistoryCount.Value} in {clock.Elapsed.TotalSeconds:F1} s from seed {first}: {sum}");
    }

    [Fact]
    public void A_seed_is_the_same_history_every_time()
    {
        var (one, other) = (new List<string>(), new List<string>());
        SimulatedHistory.Run(seed: 1, one.Add);
        SimulatedHistory.Run(seed: 1, other.Add);

        Assert.Equal(one, other);
    }

    private static HistoryReport Run(int seed)
    {
        try
        {
            return SimulatedHistory.Run(seed);
        }
        catch (Exception broken)
        {
            throw new BrokenLawException(
                $"History {seed}: {broken.Message} To repeat it with its story: {SeedVariable}={seed} ./relaykit test --filter {nameof(SimulationTests)}", broken);
        }
    }
}
