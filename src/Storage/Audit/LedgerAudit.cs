using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RelayKit.Tenants;

namespace RelayKit.Storage.Audit;

/// <summary>
/// Recomputes the ledger's laws from the rows of a live database, tenant by tenant. Each pass over a tenant sees one instant, and
/// locks nothing: it can run beside the traffic. What is derived can be repaired beside it as well.
/// </summary>
public sealed class LedgerAudit : IAsyncDisposable
{
    /// <summary>How often a repair that a writer's locks have thrown out is tried.</summary>
    private const int RepairAttempts = 10;

    private static readonly IAuditPass[] Passes =
        [new RollUpPass(), new MembershipPass(), new SidPass(), new ToldEventsPass(), new SequencePass()];

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

    /// <summary>What is wrong with a tenant's rows, as it is found; nothing of it is kept.</summary>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="cancellation">Ends the audit.</param>
    /// <param name="progress">Hears which check has come to which month.</param>
    /// <exception cref="AuditUnavailableException">The database went away.</exception>
    public async IAsyncEnumerable<AuditFinding> CheckAsync(
        TenantId tenant, [EnumeratorCancellation] CancellationToken cancellation, IProgress<AuditStep>? progress = null)
    {
        foreach (var pass in Passes)
        {
            await using var findings = FindAsync(pass, tenant, progress, cancellation).GetAsyncEnumerator(cancellation);
            while (await MoveNextAsync(findings))
            {
                yield return findings.Current;
            }
        }
    }

    /// <summary>
    /// Brings the roll-ups of a tenant's month to what the participant sessions say, in one transaction, and tells what it has changed when
    /// that has committed. Silos may write meanwhile; nothing of theirs is lost.
    /// </summary>
    /// <param name="tenant">Whose roll-ups.</param>
    /// <param name="firstDay">The month's first day (UTC): a finding's <see cref="AuditFinding.RollUpMonth"/>.</param>
    /// <param name="cancellation">Ends it; the month is then as it was.</param>
    /// <exception cref="AuditUnavailableException">The database went away, or writers kept the rows locked; the month is as it was.</exception>
    public async IAsyncEnumerable<AuditRepair> RepairRollUpsAsync(
        TenantId tenant, DateOnly firstDay, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var changes = new RepairSpool();
        var month = AuditMonth.Of(firstDay);
        for (var attempt = 1; !await TryRepairAsync(tenant, month, changes, attempt == RepairAttempts, cancellation); attempt++)
        {
            changes.Clear();
        }

        foreach (var change in changes.ReadAll())
        {
            yield return change;
        }
    }

    /// <summary>Raises a tenant's event counter to the last number of its log; null if it does not stand lower.</summary>
    /// <exception cref="AuditUnavailableException">The database went away.</exception>
    public async Task<AuditRepair?> RepairEventCounterAsync(TenantId tenant, CancellationToken cancellation)
    {
        try
        {
            return await EventCounterRepair.RunAsync(_sources.Jobs, tenant.Value, cancellation);
        }
        catch (NpgsqlException fault)
        {
            throw new AuditUnavailableException($"The event counter of {tenant} could not be repaired: {fault.Message}", fault);
        }
    }

    /// <summary>As <see cref="CheckAsync"/>, the roll-ups alone.</summary>
    internal IAsyncEnumerable<AuditFinding> CheckRollUpsAsync(TenantId tenant, CancellationToken cancellation) =>
        FindAsync(new RollUpPass(), tenant, null, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sources.DisposeAsync();

    private async IAsyncEnumerable<AuditFinding> FindAsync(
        IAuditPass pass, TenantId tenant, IProgress<AuditStep>? progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var snapshot = await AuditSnapshot.OpenAsync(_sources.Jobs, tenant, progress, cancellation);
        await foreach (var finding in pass.FindAsync(snapshot, cancellation))
        {
            yield return finding;
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<AuditFinding> findings)
    {
        try
        {
            return await findings.MoveNextAsync();
        }
        catch (NpgsqlException fault)
        {
            throw new AuditUnavailableException($"A check could not run: {fault.Message}", fault);
        }
    }

    private async Task<bool> TryRepairAsync(
        TenantId tenant, AuditMonth month, RepairSpool changes, bool last, CancellationToken cancellation)
    {
        try
        {
            await RollUpRepair.RunAsync(_sources.Jobs, tenant.Value, month, changes, cancellation);
            return true;
        }
        catch (PostgresException conflict) when (conflict.SqlState == PostgresErrorCodes.DeadlockDetected && !last)
        {
            return false;
        }
        catch (NpgsqlException fault)
        {
            throw new AuditUnavailableException($"The roll-ups of {tenant} in {month} could not be repaired: {fault.Message}", fault);
        }
    }
}
