using Microsoft.Extensions.Configuration;
using RelayKit.Storage;

namespace RelayKit.StorageTests;

public sealed class PostgresOptionsTests
{
    [Fact]
    public void Values_are_read_from_their_keys()
    {
        var options = Read(
            ("RelayKit:Postgres", "Host=a"),
            ("RelayKit:PostgresMigrations", "Host=b"),
            ("RelayKit:PostgresPool:App", "5"),
            ("RelayKit:PostgresPool:Jobs", "3"));

        Assert.Equal(
            new PostgresOptions { ConnectionString = "Host=a", MigrationsConnectionString = "Host=b", AppPoolSize = 5, JobsPoolSize = 3 }, options);
        Assert.Empty(PostgresOptionsValidator.Errors(options));
    }

    [Fact]
    public void Pools_have_defaults_and_migrations_use_the_first_login()
    {
        var options = Read(("RelayKit:Postgres", "Host=a"));

        Assert.Equal((20, 8, "Host=a"), (options.AppPoolSize, options.JobsPoolSize, options.EffectiveMigrationsConnectionString));
    }

    [Theory]
    [InlineData("RelayKit:Postgres", "", "RelayKit__Postgres is not set")]
    [InlineData("RelayKit:Postgres", "gibberish", "RelayKit__Postgres is not an Npgsql connection string")]
    [InlineData("RelayKit:Postgres", "Database=a", "RelayKit__Postgres has no Host")]
    [InlineData("RelayKit:Postgres", "Host=a;No Reset On Close=true", "RelayKit__Postgres sets 'No Reset On Close=true'")]
    [InlineData("RelayKit:PostgresMigrations", "Host=a;No Reset On Close=true", "RelayKit__PostgresMigrations sets 'No Reset On Close=true'")]
    [InlineData("RelayKit:Postgres", "Host=a;Options=-c app.tenant_id=0", "RelayKit__Postgres sets app.tenant_id in its Options")]
    [InlineData("RelayKit:PostgresMigrations", "Host=a;Options=-c app.tenant_id=0", "RelayKit__PostgresMigrations sets app.tenant_id in its Options")]
    [InlineData("RelayKit:Postgres", "Host=a;Multiplexing=true", "RelayKit__Postgres sets 'Multiplexing=true'")]
    [InlineData("RelayKit:PostgresPool:App", "0", "RelayKit__PostgresPool__App must be")]
    [InlineData("RelayKit:PostgresPool:App", "many", "RelayKit__PostgresPool__App must be")]
    [InlineData("RelayKit:PostgresPool:Jobs", "1001", "RelayKit__PostgresPool__Jobs must be")]
    public void An_error_names_the_key_as_operators_write_it(string key, string value, string expected)
    {
        var error = Assert.Single(PostgresOptionsValidator.Errors(Read(("RelayKit:Postgres", "Host=a"), (key, value))));

        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_repeated_in_an_error()
    {
        var error = Assert.Single(PostgresOptionsValidator.Errors(Read(("RelayKit:Postgres", "Host=a;Password=hunter2;Port=hunter2"))));

        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    private static PostgresOptions Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }
        return PostgresOptions.From(configuration);
    }
}
