namespace RelayKit.Storage;

/// <summary>
/// What happens to the database before a silo serves: the schema is brought up to date, the months ahead get their partitions,
/// and a database that would not keep tenants apart is refused.
/// </summary>
public sealed class DatabasePreparation
{
    private readonly Migrator _migrator;
    private readonly PartitionMaintenance _partitions;
    private readonly RoleSelfCheck _roles;
    private readonly SchemaCheck _schema;
    private readonly PostgresOptions _options;

    internal DatabasePreparation(
        Migrator migrator, PartitionMaintenance partitions, RoleSelfCheck roles, SchemaCheck schema, PostgresOptions options)
    {
        _migrator = migrator;
        _partitions = partitions;
        _roles = roles;
        _schema = schema;
        _options = options;
    }

    /// <summary>Does all of it; safe to run from many processes at once.</summary>
    /// <exception cref="DatabaseSetupException">The roles or tables would not keep tenants apart; the message says the mend.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await _migrator.MigrateAsync(_options.EffectiveMigrationsConnectionString, cancellation);
        await ServingLogin.EnsureMemberAsync(_options, cancellation);
        await _partitions.EnsureAsync(cancellation);
        await _roles.VerifyAsync(cancellation);
    }

    /// <summary>Only looks, with the rights of the serving pools: for a process that leaves the work to somebody else.</summary>
    /// <exception cref="DatabaseSetupException">The schema is older than this build needs, or would not keep tenants apart.</exception>
    public async Task VerifyAsync(CancellationToken cancellation)
    {
        await _schema.VerifyAsync(cancellation);
        await _roles.VerifyAsync(cancellation);
    }
}
