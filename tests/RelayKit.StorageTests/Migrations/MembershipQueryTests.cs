using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;

namespace RelayKit.StorageTests.Migrations;

/// <summary>A membership table of its own per test, beside the one that the running cluster uses.</summary>
[Collection(OrleansGroup.Name)]
public sealed class MembershipQueryTests(OrleansCluster orleans) : IAsyncLifetime
{
    private static readonly DateTime Start = new(2026, 11, 23, 16, 0, 0, 123, DateTimeKind.Utc);
    private readonly string _clusterId = $"cluster-{Guid.CreateVersion7():n}";
    private AdoNetClusteringTable _table = null!;

    public async Task InitializeAsync()
    {
        _table = NewTable();
        await _table.InitializeMembershipTableAsync(true);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_new_table_is_empty_and_initialising_it_again_keeps_its_version()
    {
        Assert.True(await InsertAsync(Silo(1)));
        await NewTable().InitializeMembershipTableAsync(true);

        Assert.Equal(1, (await _table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task Silos_are_read_as_they_were_written()
    {
        await InsertAsync(Silo(1));
        await InsertAsync(Silo(2));
        var all = await _table.ReadAllAsync();
        var one = Assert.Single((await _table.ReadRowAsync(Silo(2).SiloAddress)).Members).Item1;

        Assert.Equal((2, 2), (all.Version.Version, all.Members.Count));
        Assert.Equal(
            ("silo-2", "host", SiloStatus.Joining, 30002, Start, Start),
            (one.SiloName, one.HostName, one.Status, one.ProxyPort, one.StartTime, one.IAmAliveTime));
        Assert.Empty((await _table.ReadRowAsync(Silo(3).SiloAddress)).Members);
    }

    [Fact]
    public async Task A_stale_version_inserts_nothing_and_moves_nothing()
    {
        var stale = (await _table.ReadAllAsync()).Version.Next();
        await InsertAsync(Silo(1));

        Assert.False(await _table.InsertRowAsync(Silo(2), stale));

        var after = await _table.ReadAllAsync();
        Assert.Equal((1, 1), (after.Version.Version, after.Members.Count));
    }

    [Fact]
    public async Task A_silo_is_inserted_once_and_a_second_time_does_not_move_the_version()
    {
        await InsertAsync(Silo(1));

        Assert.False(await InsertAsync(Silo(1)));

        Assert.Equal(1, (await _table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task Of_silos_that_join_on_the_same_version_exactly_one_gets_in()
    {
        var version = (await _table.ReadAllAsync()).Version.Next();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(n => _table.InsertRowAsync(Silo(n), version)));

        Assert.Single(outcomes, inserted => inserted);
        var after = await _table.ReadAllAsync();
        Assert.Equal((1, 1), (after.Version.Version, after.Members.Count));
    }

    [Fact]
    public async Task A_silo_is_updated_on_the_current_version_only()
    {
        await InsertAsync(Silo(1));
        var before = await _table.ReadAllAsync();
        var entry = Silo(1);
        entry.Status = SiloStatus.Active;
        entry.SuspectTimes = [.. Enumerable.Range(2, 500).Select(n => Tuple.Create(Silo(n).SiloAddress, Start))];

        Assert.True(await _table.UpdateRowAsync(entry, before.Version.VersionEtag, before.Version.Next()));
        entry.Status = SiloStatus.Dead;
        Assert.False(await _table.UpdateRowAsync(entry, before.Version.VersionEtag, before.Version.Next()));

        var after = await _table.ReadAllAsync();
        var read = Assert.Single(after.Members).Item1;
        Assert.Equal((2, SiloStatus.Active, 500), (after.Version.Version, read.Status, read.SuspectTimes!.Count));
    }

    [Fact]
    public async Task Updating_a_silo_that_is_not_there_moves_nothing()
    {
        var version = (await _table.ReadAllAsync()).Version;

        Assert.False(await _table.UpdateRowAsync(Silo(9), version.VersionEtag, version.Next()));

        Assert.Equal(0, (await _table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task A_heartbeat_moves_forward_only_and_leaves_the_version_alone()
    {
        await InsertAsync(Silo(1));
        await BeatAsync(Start.AddSeconds(30));
        await BeatAsync(Start.AddSeconds(10));
        var all = await _table.ReadAllAsync();
        Assert.True(await _table.UpdateRowAsync(Silo(1), all.Version.VersionEtag, all.Version.Next()));

        var read = Assert.Single((await _table.ReadAllAsync()).Members).Item1;
        Assert.Equal((1, Start.AddSeconds(30)), (all.Version.Version, read.IAmAliveTime));

        Task BeatAsync(DateTime at)
        {
            var entry = Silo(1);
            entry.IAmAliveTime = at;
            return _table.UpdateIAmAliveAsync(entry);
        }
    }

    [Fact]
    public async Task A_sweep_takes_the_long_dead_and_spares_the_living()
    {
        await InsertAsync(Silo(1));
        await InsertAsync(Silo(2));
        await InsertAsync(Silo(3));
        await SetStatusAsync(2, SiloStatus.Dead);
        await SetStatusAsync(3, SiloStatus.Active);

        await _table.CleanupDefunctSiloEntriesAsync(Start.AddSeconds(-1));
        Assert.Equal(3, (await _table.ReadAllAsync()).Members.Count);
        await _table.CleanupDefunctSiloEntriesAsync(Start.AddDays(1));

        Assert.Equal(["silo-1", "silo-3"], (await _table.ReadAllAsync()).Members.Select(m => m.Item1.SiloName).Order());
    }

    [Fact]
    public async Task The_sweep_in_one_statement_takes_the_same_silos()
    {
        // Orleans uses this text only where the one for a single silo is missing, so it is run as it stands.
        await InsertAsync(Silo(1));
        await InsertAsync(Silo(2));
        await SetStatusAsync(2, SiloStatus.Dead);
        await using var connection = await orleans.Postgres.Sources.App.OpenConnectionAsync();
        var text = await Sql.ScalarAsync<string>(connection, "select querytext from orleansquery where querykey = 'CleanupDefunctSiloEntriesKey'");
        await using var sweep = new NpgsqlCommand(text, connection)
        {
            Parameters = { new("DeploymentId", _clusterId), new("IAmAliveTime", Start.AddDays(1)) },
        };

        Assert.Equal(1, await sweep.ExecuteNonQueryAsync());

        Assert.Equal("silo-1", Assert.Single((await _table.ReadAllAsync()).Members).Item1.SiloName);
    }

    [Fact]
    public async Task Clients_are_told_the_gateways_of_active_silos()
    {
        await InsertAsync(Silo(1));
        await InsertAsync(Silo(2));
        await InsertAsync(Silo(3, proxyPort: 0));
        await SetStatusAsync(2, SiloStatus.Active);
        await SetStatusAsync(3, SiloStatus.Active);
        var provider = new AdoNetGatewayListProvider(
            NullLogger<AdoNetGatewayListProvider>.Instance,
            orleans.Silo,
            Options.Create(new AdoNetClusteringClientOptions { Invariant = "Npgsql", DataSource = orleans.Postgres.Sources.App }),
            Options.Create(new GatewayOptions()),
            Options.Create(new ClusterOptions { ClusterId = _clusterId, ServiceId = "service" }));
        await provider.InitializeGatewayListProviderAsync(CancellationToken.None);

        var gateway = Assert.Single(await provider.GetGatewaysAsync(CancellationToken.None));

        Assert.Equal(30002, gateway.Port);
    }

    [Fact]
    public async Task Deleting_a_cluster_removes_its_silos_and_its_version()
    {
        await InsertAsync(Silo(1));

        await _table.DeleteMembershipTableEntriesAsync(_clusterId);

        Assert.Equal(
            0L,
            await Sql.ScalarAsync<long>(
                orleans.Postgres.ConnectionString,
                $"select (select count(*) from relaykit.orleansmembershiptable where deploymentid = '{_clusterId}') "
                + $"+ (select count(*) from relaykit.orleansmembershipversiontable where deploymentid = '{_clusterId}')"));
    }

    private static MembershipEntry Silo(int n, int? proxyPort = null) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11000 + n), n),
        SiloName = $"silo-{n}",
        HostName = "host",
        Status = SiloStatus.Joining,
        ProxyPort = proxyPort ?? 30000 + n,
        StartTime = Start,
        IAmAliveTime = Start,
    };

    private AdoNetClusteringTable NewTable() =>
        new(
            orleans.Silo,
            Options.Create(new ClusterOptions { ClusterId = _clusterId, ServiceId = "service" }),
            Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", DataSource = orleans.Postgres.Sources.App }),
            NullLogger<AdoNetClusteringTable>.Instance);

    private async Task<bool> InsertAsync(MembershipEntry entry) =>
        await _table.InsertRowAsync(entry, (await _table.ReadAllAsync()).Version.Next());

    private async Task SetStatusAsync(int n, SiloStatus status)
    {
        var version = (await _table.ReadAllAsync()).Version;
        var entry = Silo(n);
        entry.Status = status;
        Assert.True(await _table.UpdateRowAsync(entry, version.VersionEtag, version.Next()));
    }
}
