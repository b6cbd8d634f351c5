using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using RelayKit.RequestLogs;
using RelayKit.Storage.RequestLogs;
using RelayKit.Tenants;
using RelayKit.Testing;

namespace RelayKit.StorageTests.RequestLogs;

[Collection(PostgresGroup.Name)]
public sealed class PostgresRequestLogStoreTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-26T12:00:00Z", CultureInfo.InvariantCulture);
    private static readonly Guid Key = Guid.CreateVersion7();

    private readonly TenantId _tenant = new(Guid.CreateVersion7());
    private readonly PostgresRequestLogStore _store = new(postgres.Sources, new FakeTimeProvider(Now));

    [Fact]
    public async Task An_entry_is_read_as_it_was_written()
    {
        var full = Entry(Now.AddMinutes(-5)) with
        {
            Mode = Mode.Test,
            Status = 404,
            Code = "room_not_found",
            KeyId = Key,
            AccountId = Guid.CreateVersion7(),
            Address = IPAddress.Parse("2001:db8::7"),
            UserAgent = "curl/8 \"quoted\" ünïcode",
            RequestBytes = 17,
        };
        var bare = Entry(Now.AddMinutes(-4));

        await _store.WriteAsync([full, bare], CancellationToken.None);

        Assert.Equal(full, await _store.FindAsync(_tenant, full.Id, CancellationToken.None));
        Assert.Equal(bare, await _store.FindAsync(_tenant, bare.Id, CancellationToken.None));
        Assert.Equal([bare, full], (await ListAsync(new RequestLogQuery(_tenant, 10))).Entries.ToArray());
    }

    [Fact]
    public async Task An_address_is_kept_as_what_it_is()
    {
        var mapped = Entry(Now) with { Address = IPAddress.Parse("::ffff:203.0.113.7") };
        var local = Entry(Now) with { Address = IPAddress.Parse("fe80::1%3") };

        await _store.WriteAsync([mapped, local], CancellationToken.None);

        Assert.Equal(IPAddress.Parse("203.0.113.7"), (await _store.FindAsync(_tenant, mapped.Id, CancellationToken.None))!.Value.Address);
        Assert.Equal(IPAddress.Parse("fe80::1"), (await _store.FindAsync(_tenant, local.Id, CancellationToken.None))!.Value.Address);
    }

    [Fact]
    public async Task A_write_that_is_repeated_adds_nothing()
    {
        var entries = Enumerable.Range(0, 3).Select(i => Entry(Now.AddSeconds(-i))).ToList();

        await _store.WriteAsync(entries, CancellationToken.None);
        await _store.WriteAsync([.. entries, Entry(Now.AddSeconds(-9))], CancellationToken.None);

        Assert.Equal(4, (await ListAsync(new RequestLogQuery(_tenant, 10))).Entries.Length);
    }

    [Fact]
    public async Task Pages_go_through_all_of_a_month_newest_first_and_each_is_seen_once()
    {
        var entries = Enumerable.Range(0, 60).Select(i => Entry(Now.AddHours(-i * 11))).ToList();
        await _store.WriteAsync(entries, CancellationToken.None);

        var seen = ImmutableArray.CreateBuilder<RequestLogEntry>();
        Guid? before = null;
        do
        {
            var page = await ListAsync(new RequestLogQuery(_tenant, 7) { Before = before });
            seen.AddRange(page.Entries);
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(entries, seen);
    }

    [Fact]
    public async Task Clocks_that_are_wrong_lose_no_row()
    {
        var ahead = Entry(Now.AddDays(400));
        var behind = Entry(Now.AddDays(-400));
        await _store.WriteAsync([ahead, behind], CancellationToken.None);

        Assert.Equal(ahead, Assert.Single((await ListAsync(new RequestLogQuery(_tenant, 10))).Entries));
        Assert.Equal(behind, await _store.FindAsync(_tenant, behind.Id, CancellationToken.None));
        Assert.Empty((await ListAsync(new RequestLogQuery(_tenant, 10) { Before = Guid.Empty })).Entries);
        Assert.Single((await ListAsync(new RequestLogQuery(_tenant, 10) { Before = Guid.AllBitsSet })).Entries);
    }

    [Fact]
    public async Task Each_filter_gives_what_it_says()
    {
        var entries = new List<RequestLogEntry>();
        for (var i = 0; i < 48; i++)
        {
            entries.Add(Entry(Now.AddMinutes(-i * 30)) with
            {
                Method = i % 2 == 0 ? "GET" : "POST",
                Route = i % 3 == 0 ? "/v1/rooms/{room}" : "/v1/rooms",
                Status = (i % 4) switch { 0 => 200, 1 => 201, 2 => 404, _ => 429 },
                Code = (i % 4) switch { 2 => "room_not_found", 3 => "rate_limited", _ => null },
                KeyId = i % 5 == 0 ? Key : null,
                Address = IPAddress.Parse(i % 7 == 0 ? "203.0.113.7" : "203.0.113.8"),
            });
        }

        await _store.WriteAsync(entries, CancellationToken.None);
        var all = new RequestLogQuery(_tenant, 100);
        (RequestLogQuery Query, Func<RequestLogEntry, bool> Fits)[] filters =
        [
            (all with { Method = "POST" }, static entry => entry.Method == "POST"),
            (all with { Route = "/v1/rooms/{room}" }, static entry => entry.Route == "/v1/rooms/{room}"),
            (all with { Method = "GET", Route = "/v1/rooms" }, static entry => entry is { Method: "GET", Route: "/v1/rooms" }),
            (all with { Status = 201 }, static entry => entry.Status == 201),
            (all with { StatusClass = 4 }, static entry => entry.Status is 404 or 429),
            (all with { Code = "rate_limited" }, static entry => entry.Code == "rate_limited"),
            (all with { KeyId = Key }, static entry => entry.KeyId == Key),
            (all with { Address = IPAddress.Parse("203.0.113.7") }, static entry => entry.Address!.Equals(IPAddress.Parse("203.0.113.7"))),
            (all with { FromMs = Ms(Now.AddHours(-3)) }, entry => Instant(entry) >= Now.AddHours(-3)),
            (all with { ToMs = Ms(Now.AddHours(-3)) }, entry => Instant(entry) < Now.AddHours(-3)),
            (all with { Id = entries[11].Id }, entry => entry.Id == entries[11].Id),
        ];
        foreach (var (query, fits) in filters)
        {
            var expected = entries.Where(fits).ToList();
            Assert.NotEmpty(expected);
            Assert.Equal(expected, (await ListAsync(query)).Entries);
        }
    }

    [Fact]
    public async Task A_neighbours_requests_are_not_there()
    {
        var entry = Entry(Now);
        await _store.WriteAsync([entry], CancellationToken.None);
        var neighbour = new TenantId(Guid.CreateVersion7());

        Assert.Null(await _store.FindAsync(neighbour, entry.Id, CancellationToken.None));
        Assert.Empty((await ListAsync(new RequestLogQuery(neighbour, 10))).Entries);
        Assert.Empty((await ListAsync(new RequestLogQuery(neighbour, 10) { Id = entry.Id })).Entries);
    }

    [Theory]
    [InlineData("status", "tenant_id_status_request_id_idx")]
    [InlineData("class", "tenant_id_status_request_id_idx")]
    public async Task Of_many_requests_few_refusals_are_found_by_an_index_on_a_day_that_goes_on(string filter, string index)
    {
        await FillAsync(20_000);
        var rare = Entry(Now.AddMinutes(-1)) with
        {
            Method = "DELETE",
            Route = "/v1/rare",
            Status = 503,
            Code = "livekit_unavailable",
            KeyId = Key,
            Address = IPAddress.Parse("198.51.100.9"),
        };
        await _store.WriteAsync([rare], CancellationToken.None);
        await Sql.ExecuteAsync(postgres.ConnectionString, "analyze relaykit.request_logs");
        var all = new RequestLogQuery(_tenant, 20);
        var query = filter == "status" ? all with { Status = 503 } : all with { StatusClass = 5 };

        Assert.Equal(rare, Assert.Single((await ListAsync(query)).Entries));
        var plan = await RequestLogPlan.ExplainAsync(postgres, query, Now.AddDays(-1));
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    /// <summary>A day of another kind of requests.</summary>
    private Task FillAsync(int requests) => Sql.ExecuteAsync(
        postgres.ConnectionString,
        $"""
        set search_path = relaykit;
        insert into request_logs (tenant_id, request_id, duration_us, status, mode, method, route, address, key_id)
        select '{_tenant.Value}', (lpad(to_hex({Ms(Now.AddHours(-12))} + n * 100), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
               1000, 200, 'l', 'GET', '/v1/rooms', ('203.0.113.' || n % 4)::inet, '{Guid.CreateVersion7()}'
        from generate_series(1, {requests}) n
        """);

    private Task<RequestLogPage> ListAsync(RequestLogQuery query) => _store.ListAsync(query, CancellationToken.None);

    private RequestLogEntry Entry(DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Tenant = _tenant,
        Mode = Mode.Live,
        Method = "GET",
        Route = "/v1/rooms",
        Status = 200,
        Duration = TimeSpan.FromMicroseconds(1_234),
    };

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static DateTimeOffset Instant(RequestLogEntry entry) => Identifiers.UuidVersion7.InstantOf(entry.Id);
}
