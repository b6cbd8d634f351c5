using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>What an operator reads when a setting is wrong: the key as it is written, and what to do; no stack trace.</summary>
public sealed class StartupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("RelayKit__Postgres", null, "RelayKit__Postgres is not set")]
    [InlineData("RelayKit__Postgres", "Host=127.0.0.1;Colour=red", "RelayKit__Postgres is not an Npgsql connection string")]
    [InlineData("RelayKit__Postgres", "Database=relaykit", "RelayKit__Postgres has no Host")]
    [InlineData("RelayKit__PostgresMigrations", "nonsense", "RelayKit__PostgresMigrations is not an Npgsql connection string")]
    [InlineData("RelayKit__PostgresPool__App", "0", "RelayKit__PostgresPool__App must be")]
    [InlineData("RelayKit__PostgresPool__App", "many", "RelayKit__PostgresPool__App")]
    [InlineData("RelayKit__LiveKit__0__Url", null, "RelayKit__LiveKit__0__Url is not set")]
    [InlineData("RelayKit__LiveKit__0__Url", "localhost", "RelayKit__LiveKit__0__Url must be an absolute")]
    [InlineData("RelayKit__LiveKit__0__ApiSecret", null, "RelayKit__LiveKit__0__ApiSecret is not set")]
    [InlineData("RelayKit__LiveKit__1__Name", "default", "RelayKit__LiveKit__0__Name and RelayKit__LiveKit__1__Name are the same")]
    [InlineData("RelayKit__OperatorKey", "short", "RelayKit__OperatorKey has to be at least 32 characters")]
    [InlineData("RelayKit__Postgres", "Host=127.0.0.1;No Reset On Close=true", "RelayKit__Postgres sets 'No Reset On Close=true'")]
    [InlineData("RelayKit__Postgres", "Host=127.0.0.1;Options=-c app.tenant_id=0", "RelayKit__Postgres sets app.tenant_id in its Options")]
    [InlineData("RelayKit__Secrets__WrappingKeys__0", null, "RelayKit__Secrets__WrappingKeys__0 is not set")]
    [InlineData("RelayKit__Secrets__WrappingKeys__0", "short", "RelayKit__Secrets__WrappingKeys__0 is not 32 bytes")]
    [InlineData("RelayKit__Cors__Origins__0", "*", "RelayKit__Cors__Origins__0 has to be an origin")]
    [InlineData("RelayKit__Http__MaxConnections", "0", "RelayKit__Http__MaxConnections has to be from")]
    [InlineData("RelayKit__Webhooks__AnswerWithin", "00:01:00", "RelayKit__Webhooks__AnswerWithin has to be from 00:00:00.100 to 00:00:10")]
    [InlineData("RelayKit__Webhooks__AnswerWithin", "soon", "RelayKit__Webhooks__AnswerWithin")]
    [InlineData("RelayKit__Webhooks__MaxBodyBytes", "1", "RelayKit__Webhooks__MaxBodyBytes has to be from")]
    [InlineData("RelayKit__TenantWebhooks__TimeoutSeconds", "21", "RelayKit__TenantWebhooks__TimeoutSeconds has to be from 1 to 20")]
    [InlineData("RelayKit__Ledger__Capacity", "0", "RelayKit__Ledger__Capacity has to be from")]
    [InlineData("RelayKit__RateLimits__ApiBurst", "0", "RelayKit__RateLimits__ApiBurst has to be from 1 to 10000000")]
    [InlineData("RelayKit__ForwardedHeaders__KnownProxies__0", "proxy", "RelayKit__ForwardedHeaders__KnownProxies__0 has to be an IP address")]
    [InlineData("RelayKit__ForwardedHeaders__KnownNetworks", "10.0.0.0/8", "RelayKit__ForwardedHeaders__KnownNetworks is a list")]
    [InlineData("RelayKit__Silo__SiloPort", "0", "RelayKit__Silo__SiloPort has to be a port")]
    [InlineData("RelayKit__Silo__Kubernetes", "true", "RelayKit__Silo__Kubernetes is true, and POD_IP is not set")]
    [InlineData("RelayKit__Silo__Migrate", "perhaps", "RelayKit__Silo__Migrate")]
    [InlineData("RelayKit__Silo__Migrate", "false", "The database has no schema of RelayKit yet, and this silo does not make it")]
    [InlineData("RelayKit__Silo__AdvertisedAddress", "my-host", "RelayKit__Silo__AdvertisedAddress has to be an IP address")]
    public async Task A_silo_with_a_wrong_setting_ends_and_names_it(string key, string? value, string message)
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();

        await EndsWithAsync(Executable.Silo, With(Settings(database.ConnectionString), key, value), message);
    }

    [Theory]
    [InlineData("RelayKit__Postgres", null, "RelayKit__Postgres is not set")]
    [InlineData("RelayKit__LiveKit__0__ApiKey", null, "RelayKit__LiveKit__0__ApiKey is not set")]
    [InlineData("RelayKit__Secrets__WrappingKeys__0", null, "RelayKit__Secrets__WrappingKeys__0 is not set")]
    public async Task An_api_with_a_wrong_setting_ends_and_names_it(string key, string? value, string message) =>
        await EndsWithAsync(Executable.Api, With(Settings("Host=127.0.0.1;Port=1"), key, value), message);

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=relaykit;Username=nobody;Password=wrong", "RelayKit__Postgres")]
    public async Task A_silo_whose_PostgreSQL_does_not_answer_ends_and_says_so(string postgres, string message) =>
        await EndsWithAsync(Executable.Silo, Settings(postgres), message);

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}", "address already in use")]
    [InlineData("RelayKit__Silo__SiloPort", "{0}", "RelayKit__Silo__")]
    public async Task A_silo_whose_port_is_taken_ends_and_says_so(string key, string value, string message)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var database = await PostgresServer.CreateDatabaseAsync();

        await EndsWithAsync(
            Executable.Silo,
            With(Settings(database.ConnectionString), key, string.Format(CultureInfo.InvariantCulture, value, port)),
            message);
    }

    [Fact]
    public async Task All_that_is_wrong_is_named_at_once()
    {
        var settings = With(Settings("Database=relaykit"), "RelayKit__OperatorKey", "short");

        var output = await EndsWithAsync(Executable.Silo, settings, "RelayKit__Postgres has no Host");

        Assert.Contains("RelayKit__OperatorKey has to be at least 32 characters", output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Settings(string postgres) => new SiloSettings(postgres, "http://127.0.0.1:1").Environment;

    private static Dictionary<string, string> With(Dictionary<string, string> settings, string key, string? value)
    {
        settings.Remove(key);
        if (value is not null)
        {
            settings[key] = value;
        }

        return settings;
    }

    private static async Task<string> EndsWithAsync(string assembly, Dictionary<string, string> settings, string message)
    {
        await using var process = ChildProcess.Start(assembly, settings);
        await process.WaitForExitAsync(Patience);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("RelayKit cannot start. ", process.Output, StringComparison.Ordinal);
        Assert.Contains(message, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   at ", process.Output, StringComparison.Ordinal);
        return process.Output;
    }
}
