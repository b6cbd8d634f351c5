namespace RelayKit.Retention;

/// <summary>What was removed of one table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows, in dropped partitions or by themselves.</param>
/// <param name="Partitions">Partitions that were dropped.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.RemovedRows")]
public sealed record RemovedRows([property: Id(0)] string Table, [property: Id(1)] long Rows, [property: Id(2)] int Partitions);
