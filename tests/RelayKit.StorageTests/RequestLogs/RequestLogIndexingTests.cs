using System.Globalization;
using System.Net;
using Npgsql;
using RelayKit.RequestLogs;
using RelayKit.Retention;
using RelayKit.Storage.RequestLogs;
using RelayKit.StorageTests.Retention;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.RequestLogs;

/// <summary>A day of the request log gets its indexes when it is over, and by them what is rare is found among much.</summary>
public sealed class RequestLogIndexingTests : IAsyncLifetime
{
    private const string Yesterday = "request_logs_y2031m03d09";
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2031-03-10T00:30:00Z", CultureInfo.InvariantCulture);
    private static readonly Guid Key = Guid.CreateVersion7();

    private readonly PostgresFixture _postgres = new();
    private readonly TenantId _tenant = new(Guid.CreateVersion7());

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await new RetentionDatabase(_postgres, new OtherDate(Now)).EnsureDaysAsync("request_logs", "2031-03-08", "2031-03-11");
    }

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [Fact]
    public async Task A_day_that_is_over_has_an_index_for_each_filter_and_one_that_goes_on_has_none()
    {
        await RunAsync();

        Assert.Equal(["by_address", "by_key", "by_route"], await IndexesAsync(Yesterday));
        Assert.Equal(["by_address", "by_key", "by_route"], await IndexesAsync("request_logs_y2031m03d08"));
        Assert.Empty(await IndexesAsync("request_logs_y2031m03d10"));
    }

    [Fact]
    public async Task What_has_its_indexes_is_left_alone()
    {
        await RunAsync();
        var before = await OfAsync("oid::text");

        await RunAsync();

        Assert.Equal(before, await OfAsync("oid::text"));
    }

    [Fact]
    public async Task An_index_whose_making_was_broken_off_is_made_anew()
    {
        await RunAsync();
        await Sql.ExecuteAsync(
            _postgres.ConnectionString, $"update pg_index set indisvalid = false where indexrelid = 'relaykit.{Yesterday}_by_key'::regclass");
        Assert.Equal(["by_address", "by_route"], await IndexesAsync(Yesterday));

        await RunAsync();

        Assert.Equal(["by_address", "by_key", "by_route"], await IndexesAsync(Yesterday));
    }

    [Theory]
    [InlineData("method", "by_route")]
    [InlineData("route", "by_route")]
    [InlineData("key", "by_key")]
    [InlineData("ip", "by_address")]
    public async Task Of_many_requests_few_that_fit_are_found_by_their_index(string filter, string index)
    {
        await FillAsync(20_000);
        await RunAsync();
        await Sql.ExecuteAsync(_postgres.ConnectionString, "analyze relaykit.request_logs");
        var all = new RequestLogQuery(_tenant, 20);
        var query = filter switch
        {
            "method" => all with { Method = "DELETE" },
            "route" => all with { Method = "DELETE", Route = "/v1/rare" },
            "key" => all with { KeyId = Key },
            _ => all with { Address = IPAddress.Parse("198.51.100.9") },
        };

        Assert.Contains($"{Yesterday}_{index}", await RequestLogPlan.ExplainAsync(_postgres, query, Now.AddDays(-1)), StringComparison.Ordinal);
    }

    private async Task RunAsync() => Assert.Empty(await Indexing().RunAsync(RetentionTask.At(Now), CancellationToken.None));

    private RequestLogIndexing Indexing() => new(new RetentionDatabase(_postgres, new OtherDate(Now)).Owner);

    private async Task<string[]> IndexesAsync(string day) =>
        [.. (await OfAsync("relname::text")).Where(name => name.StartsWith($"{day}_by_", StringComparison.Ordinal)).Select(name => name[(day.Length + 1)..])];

    private async Task<List<string>> OfAsync(string column)
    {
        await using var connection = new NpgsqlConnection(_postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"select c.{column} from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname like 'request_logs_y%' and i.indisvalid order by c.relname", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>A day of one kind of requests, and one of another kind.</summary>
    private Task FillAsync(int requests) => Sql.ExecuteAsync(
        _postgres.ConnectionString,
        $"""
        set search_path = relaykit;
        insert into request_logs (tenant_id, request_id, duration_us, status, mode, method, route, address, key_id)
        select '{_tenant.Value}', (lpad(to_hex({Now.AddHours(-12).ToUnixTimeMilliseconds()} + n * 100), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
               1000, 200, 'l', case n when 7 then 'DELETE' else 'GET' end, case n when 7 then '/v1/rare' else '/v1/rooms' end,
               (case n when 7 then '198.51.100.9' else '203.0.113.' || n % 4 end)::inet, case n when 7 then '{Key}'::uuid else '{Guid.CreateVersion7()}'::uuid end
        from generate_series(1, {requests}) n
        """);
}
