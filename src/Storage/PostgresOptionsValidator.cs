using Microsoft.Extensions.Options;
using Npgsql;

namespace RelayKit.Storage;

/// <summary>Stops a start with settings that cannot work. Names each key as operators write it in the environment.</summary>
internal static class PostgresOptionsValidator
{
    /// <exception cref="OptionsValidationException">At least one key is wrong; every wrong one is named.</exception>
    internal static PostgresOptions Validated(PostgresOptions options)
    {
        var errors = Errors(options);
        return errors.Count == 0
            ? options
            : throw new OptionsValidationException("RelayKit:Postgres", typeof(PostgresOptions), errors);
    }

    internal static List<string> Errors(PostgresOptions options)
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            errors.Add($"{EnvironmentName(PostgresOptions.ConnectionKey)} is not set. It is an Npgsql connection string such as "
                + "'Host=127.0.0.1;Database=relaykit;Username=relaykit;Password=...'.");
        }
        else
        {
            CheckConnectionString(PostgresOptions.ConnectionKey, options.ConnectionString, errors);
        }
        if (options.MigrationsConnectionString is { } migrations)
        {
            CheckConnectionString(PostgresOptions.MigrationsKey, migrations, errors);
        }
        CheckPoolSize(PostgresOptions.AppPoolKey, options.AppPoolSize, errors);
        CheckPoolSize(PostgresOptions.JobsPoolKey, options.JobsPoolSize, errors);
        return errors;
    }

    private static void CheckConnectionString(string key, string connectionString, List<string> errors)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The driver's own message may repeat a value, and a connection string holds a password.
            errors.Add($"{EnvironmentName(key)} is not an Npgsql connection string of the form 'Host=...;Database=...;Username=...'.");
            return;
        }
        if (string.IsNullOrWhiteSpace(builder.Host))
        {
            errors.Add($"{EnvironmentName(key)} has no Host.");
        }
        if (builder.NoResetOnClose)
        {
            errors.Add($"{EnvironmentName(key)} sets 'No Reset On Close=true'. Remove it: a connection that is not reset can carry "
                + "one tenant's settings into another tenant's request.");
        }
        if (builder.Options?.Contains(TenantScope.Setting, StringComparison.OrdinalIgnoreCase) == true)
        {
            errors.Add($"{EnvironmentName(key)} sets {TenantScope.Setting} in its Options. Remove it: a tenant is named for one transaction and never for a session.");
        }
        if (builder.Multiplexing)
        {
            errors.Add($"{EnvironmentName(key)} sets 'Multiplexing=true'. Remove it: tenants must not share a connection at one time.");
        }
    }

    private static void CheckPoolSize(string key, int size, List<string> errors)
    {
        if (size is < 1 or > 1000)
        {
            errors.Add($"{EnvironmentName(key)} must be a whole number from 1 to 1000.");
        }
    }

    private static string EnvironmentName(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
