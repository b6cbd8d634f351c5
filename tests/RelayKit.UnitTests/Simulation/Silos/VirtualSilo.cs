using Microsoft.Extensions.Logging.Abstractions;
using RelayKit.Storage.Ledger;
using RelayKit.UnitTests.Simulation.Database;
using RelayKit.UnitTests.Simulation.Scheduling;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Simulation.Silos;

/// <summary>A silo: the real ledger and the real feeds, on strands that die with it.</summary>
internal sealed class VirtualSilo
{
    private static readonly LedgerInstruments Instruments = new(static () => 0);

    public VirtualSilo(World world, VirtualWriter writer, Process process, Func<VirtualSilo, MeterKey, IUsageMeterGrain> meterOf)
    {
        Process = process;
        Ledger = new GroupCommit(writer, new LedgerOptions { Capacity = 64, MaxBatch = 16 }, Instruments, NullLogger.Instance);
        Feeds = new MeterFeeds(key => meterOf(this, key), new Strand(world, process), world.Time, NullLogger<MeterFeeds>.Instance);
        new Strand(world, process).Run(() => Ledger.RunAsync(CancellationToken.None));
    }

    public Process Process { get; }

    public GroupCommit Ledger { get; }

    public MeterFeeds Feeds { get; }

    public bool IsDead => Process.IsDead;
}
