using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Tenants;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Recomputes the ledger's laws from the rows of a live database, tenant by tenant, and changes nothing. Each check is one
/// statement and so sees one instant: it can run beside the traffic.
/// </summary>
public sealed class LedgerAudit : IAsyncDisposable
{
    private const int CheckTimeoutSeconds = 600;

    private readonly PostgresDataSources _sources;

    /// <summary>An audit of the database of a connection string, whose login is a member of RelayKit's roles.</summary>
    public LedgerAudit(string connectionString) => _sources = new PostgresDataSources(
        PostgresOptionsValidator.Validated(new PostgresOptions { ConnectionString = connectionString }), NullLoggerFactory.Instance);

    /// <summary>Every tenant, oldest first.</summary>
    /// <exception cref="AuditUnavailableException">The database cannot be reached, or is none of RelayKit's.</exception>
    public async Task<IReadOnlyList<TenantId>> ListTenantsAsync(CancellationToken cancellation)
    {
        try
        {
            await using var command = _sources.Jobs.CreateCommand("select tenant_id from tenants order by tenant_id");
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var tenants = new List<TenantId>();
            while (await reader.ReadAsync(cancellation))
            {
                tenants.Add(new TenantId(reader.GetGuid(0)));
            }

            return tenants;
        }
        catch (NpgsqlException fault)
        {
            throw new AuditUnavailableException(fault.Message, fault);
        }
    }

    /// <summary>What is wrong with a tenant's rows, as it is found.</summary>
    /// <exception cref="AuditUnavailableException">The database went away.</exception>
    public async IAsyncEnumerable<AuditFinding> CheckAsync(
        TenantId tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var check in AuditCheck.All)
        {
            foreach (var violation in await RunAsync(check, tenant, cancellation))
            {
                yield return new AuditFinding(check.Name, tenant, violation);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sources.DisposeAsync();

    private async Task<IReadOnlyList<string>> RunAsync(AuditCheck check, TenantId tenant, CancellationToken cancellation)
    {
        try
        {
            await using var command = _sources.Jobs.CreateCommand(check.Sql);
            command.CommandTimeout = CheckTimeoutSeconds;
            command.Parameters.AddWithValue(tenant.Value);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var violations = new List<string>();
            while (await reader.ReadAsync(cancellation))
            {
                violations.Add(reader.GetString(0));
            }

            return violations;
        }
        catch (NpgsqlException fault)
        {
            throw new AuditUnavailableException($"The check '{check.Name}' could not run: {fault.Message}", fault);
        }
    }
}
