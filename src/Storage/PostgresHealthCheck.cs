using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace RelayKit.Storage;

/// <summary>Whether PostgreSQL answers.</summary>
internal sealed class PostgresHealthCheck(PostgresDataSources sources) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = sources.App.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException fault)
        {
            return HealthCheckResult.Unhealthy("PostgreSQL does not answer.", fault);
        }
    }
}
