using Orleans.CodeGeneration;

namespace RelayKit.Recordings;

/// <summary>
/// Compares the recordings and streams of one LiveKit cluster with what LiveKit lists, since webhooks may be lost; the key is the cluster's name. What
/// LiveKit records of a tenant's and no row knows is stopped.
/// </summary>
[Version(InterfaceVersions.RecordingSweep)]
[Alias("RelayKit.IRecordingSweepGrain")]
public interface IRecordingSweepGrain : IGrainWithStringKey
{
    /// <summary>Looks, unless another process had it looked within half a period.</summary>
    [Alias("SweepWhenDue")]
    Task SweepWhenDueAsync(CancellationToken cancellation);

    /// <summary>Looks now.</summary>
    [Alias("Sweep")]
    Task<SweepReport> SweepAsync(CancellationToken cancellation);
}

/// <summary>What a look at LiveKit's egresses came to.</summary>
/// <param name="Open">Recordings and streams that had not ended.</param>
/// <param name="Changed">Those of which anything changed.</param>
/// <param name="Failed">Those that could not be told.</param>
/// <param name="StraysStopped">Egresses that nobody had asked for, and were stopped.</param>
/// <param name="Started">Recordings that rooms' settings ask for, and were missing.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.SweepReport")]
public sealed record SweepReport(
    [property: Id(0)] int Open,
    [property: Id(1)] int Changed,
    [property: Id(2)] int Failed,
    [property: Id(3)] int StraysStopped,
    [property: Id(4)] int Started);
