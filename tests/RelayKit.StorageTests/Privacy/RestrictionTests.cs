using Microsoft.Extensions.Time.Testing;
using RelayKit.Bandwidth;
using RelayKit.Privacy;
using RelayKit.Storage.Bandwidth;
using RelayKit.Storage.Privacy;
using RelayKit.Tenants;
using RelayKit.Testing;
using RelayKit.Usage;

namespace RelayKit.StorageTests.Privacy;

/// <summary>A restriction holds from its first word on, and what it stops leaves others' figures as they are.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RestrictionTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset At = DateTimeOffset.Parse("2026-11-23T12:00:00Z", null);

    private readonly PostgresRestrictionStore _store = new(postgres.Sources);
    private readonly TenantId _tenant = new(Guid.CreateVersion7());

    [Fact]
    public async Task What_it_stops_can_change_and_since_when_it_holds_stays()
    {
        Assert.Null(await _store.FindAsync(_tenant, CancellationToken.None));

        await SetAsync(RestrictedProcessing.Analysis, At);
        var changed = await SetAsync(RestrictedProcessing.All, At.AddDays(1));

        Assert.Equal(new ProcessingRestriction(RestrictedProcessing.All, At), changed);
        Assert.Equal(changed, await _store.FindAsync(_tenant, CancellationToken.None));
        Assert.Null(await _store.FindAsync(new TenantId(Guid.CreateVersion7()), CancellationToken.None));
        Assert.True(await _store.RemoveAsync(_tenant, CancellationToken.None));
        Assert.False(await _store.RemoveAsync(_tenant, CancellationToken.None));
        Assert.Null(await _store.FindAsync(_tenant, CancellationToken.None));
    }

    [Fact]
    public async Task Bandwidth_of_whoever_objects_is_not_kept_and_a_neighbours_share_is_what_it_would_be()
    {
        var (neighbour, cluster) = (new TenantId(Guid.CreateVersion7()), $"cluster-{Guid.NewGuid():n}");
        var bandwidth = new PostgresBandwidthStore(postgres.Sources, new FakeTimeProvider(At));
        var hourMs = At.ToUnixTimeMilliseconds();
        await SetAsync(RestrictedProcessing.Analysis, At);

        await bandwidth.AddAsync(cluster, null, new TrafficMark(hourMs + 1, []), [ShareOf(_tenant), ShareOf(neighbour)], CancellationToken.None);

        Assert.Equal([neighbour.Value], await MeasuredAsync(neighbour));
        await _store.RemoveAsync(_tenant, CancellationToken.None);
        await bandwidth.AddAsync(cluster, new TrafficMark(hourMs + 1, []), new TrafficMark(hourMs + 2, []), [ShareOf(_tenant)], CancellationToken.None);
        Assert.Equal(2, (await MeasuredAsync(neighbour)).Length);

        BandwidthShare ShareOf(TenantId tenant) => new(new MeterKey(tenant, Mode.Live), hourMs, new Traffic(100, 200));
    }

    private Task<ProcessingRestriction> SetAsync(RestrictedProcessing scope, DateTimeOffset at) =>
        _store.SetAsync(_tenant, new ProcessingRestriction(scope, at), CancellationToken.None);

    private Task<Guid[]> MeasuredAsync(TenantId neighbour) => Sql.ScalarAsync<Guid[]>(
        postgres.ConnectionString,
        $"select array_agg(tenant_id) from relaykit.bandwidth_hourly where tenant_id in ('{_tenant.Value}', '{neighbour.Value}') and incoming_bytes = 100");
}
