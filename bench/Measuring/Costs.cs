namespace RelayKit.Bench.Measuring;

/// <summary>What a load took of the machine's processors.</summary>
/// <param name="Servers">Microseconds for one request in the servers that answer.</param>
/// <param name="Load">Microseconds for one request in the load generator.</param>
/// <param name="Postgres">Microseconds for one request in PostgreSQL; 0 when it runs elsewhere.</param>
/// <param name="Others">The share of the machine that was taken by none of them, 0 to 1: noise.</param>
internal sealed record Costs(double Servers, double Load, double Postgres, double Others);
