using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RelayKit.Storage.Ledger;

/// <summary>Whether the ledger can take more: a silo whose ledger is nearly full should get no more work for now.</summary>
internal sealed class LedgerHealthCheck(PostgresLedger ledger) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ledger.IsNearlyFull
            ? HealthCheckResult.Unhealthy("The ledger is nearly full.")
            : HealthCheckResult.Healthy());
}
