using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Operations;

/// <summary>The audit as an operator runs it: what it prints, and how it ends.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    private const string SurplusHours =
        """
        insert into usage_hourly (tenant_id, mode, hour, class, participant_ms)
        select $1, 'l', '2026-02-01 00:00+00'::timestamptz + n * interval '1 hour', 0, 1 from generate_series(1, $2) n
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Guid _tenant = Guid.CreateVersion7();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.CreateDatabaseAsync();
        await using var migrate = ChildProcess.Start(Executable.Silo, Postgres(), "migrate");
        await migrate.WaitForExitAsync(Patience);
        Assert.True(migrate.ExitCode == 0, migrate.Output);
        await ExecuteAsync("insert into tenants (tenant_id, name, created_at) values ($1, 'Audited', now())", _tenant);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_sound_database_ends_it_with_0() =>
        Assert.Contains("1 tenants, 0 violations.", await EndsAsync(0, "audit"), StringComparison.Ordinal);

    [Fact]
    public async Task What_differs_is_counted_shown_up_to_a_limit_and_ends_it_with_1()
    {
        await ExecuteAsync(SurplusHours, _tenant, 100);

        var output = await EndsAsync(1, "audit", "--findings", "3");

        Assert.Equal(3, Lines(output, "conservation: ten_"));
        Assert.Contains("class 0: sessions give participant_ms 0, usage_hourly has participant_ms 1", output, StringComparison.Ordinal);
        Assert.Contains("… and 97 more.", output, StringComparison.Ordinal);
        Assert.Contains("1 tenants, 100 violations.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repair_says_what_it_changed_and_ends_with_0_when_nothing_is_left()
    {
        await ExecuteAsync(SurplusHours, _tenant, 2);

        var output = await EndsAsync(0, "audit", "--repair");

        Assert.Equal(2, Lines(output, "repaired: ten_"));
        Assert.Contains("usage_hourly l 2026-02-01T01:00Z class 0: participant_ms 1 -> participant_ms 0", output, StringComparison.Ordinal);
        Assert.Contains("1 tenants, 2 violations; 2 rows repaired, 0 violations left.", output, StringComparison.Ordinal);
        await EndsAsync(0, "audit");
    }

    [Fact]
    public async Task Repair_ends_with_1_when_something_is_left_that_is_not_derived()
    {
        await ExecuteAsync(SurplusHours, _tenant, 1);
        await ExecuteAsync("insert into event_counters values ($1, 5)", _tenant);

        var output = await EndsAsync(1, "audit", "--repair");

        Assert.Contains("sequence: ten_", output, StringComparison.Ordinal);
        Assert.Contains("1 tenants, 2 violations; 1 rows repaired, 1 violations left.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--postgres", "Host=127.0.0.1;Port=1;Database=relaykit;Username=nobody;Password=wrong")]
    [InlineData("--tenant", "acme")]
    [InlineData("--findings", "many")]
    public async Task What_cannot_be_looked_at_ends_it_with_2(string option, string value) =>
        Assert.Contains(option == "--postgres" ? "audit: " : option, await EndsAsync(2, "audit", option, value), StringComparison.Ordinal);

    private static int Lines(string output, string beginning) =>
        output.Split('\n').Count(line => line.StartsWith(beginning, StringComparison.Ordinal));

    private Dictionary<string, string> Postgres() => new() { ["RelayKit__Postgres"] = _database.ConnectionString };

    private async Task ExecuteAsync(string sql, params object[] values) => await _database.QueryAsync(sql, _ => 0, values);

    private async Task<string> EndsAsync(int expected, params string[] arguments)
    {
        await using var process = ChildProcess.Start(Executable.Cli, Postgres(), arguments);
        await process.WaitForExitAsync(Patience);

        Assert.True(process.ExitCode == expected, $"Ended with {process.ExitCode}:\n{process.Output}");
        return process.Output;
    }
}
