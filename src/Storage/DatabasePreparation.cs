namespace RelayKit.Storage;

/// <summary>
/// What happens to the database before a silo serves: the schema is brought up to date, the months ahead get their partitions,
/// and a database that would not keep tenants apart is refused.
/// </summary>
public sealed class DatabasePreparation
{
    private readonly Migrator _migrator;
    private readonly PartitionMaintenance _partitions;
    private readonly RoleSelfCheck _check;
    private readonly PostgresOptions _options;

    internal DatabasePreparation(Migrator migrator, PartitionMaintenance partitions, RoleSelfCheck check, PostgresOptions options)
    {
        _migrator = migrator;
        _partitions = partitions;
        _check = check;
        _options = options;
    }

    /// <summary>Does all of it; safe to run from many processes at once.</summary>
    /// <exception cref="DatabaseSetupException">The roles or tables would not keep tenants apart; the message says the mend.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await _migrator.MigrateAsync(_options.EffectiveMigrationsConnectionString, cancellation);
        await _partitions.EnsureAsync(cancellation);
        await _check.VerifyAsync(cancellation);
    }
}
