using System.Net;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Abuse;
using RelayKit.Api.Abuse;
using RelayKit.Api.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.Abuse;

/// <summary>What a process counts minute by minute.</summary>
public sealed class ActivityCountersTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", null));
    private readonly TenantId _tenant = new(Guid.CreateVersion7());

    [Fact]
    public async Task Nothing_is_lost_when_many_count_at_once()
    {
        var counters = new ActivityCounters(_time);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                counters.Count(_tenant, AbuseRule.Mints, 1);
            }
        })));

        Assert.Equal(40_000, Assert.Single(counters.TakeTenants(static _ => 1)).Count.Count);
    }

    [Fact]
    public void A_minute_begins_at_nothing_and_who_rests_is_forgotten()
    {
        var counters = new ActivityCounters(_time);
        counters.Count(_tenant, AbuseRule.Rooms, 3);
        _time.Advance(TimeSpan.FromMinutes(1));

        // Still told of: its last seconds may not have been.
        Assert.Equal(3, Assert.Single(counters.TakeTenants(static _ => 1)).Count.Count);
        counters.Count(_tenant, AbuseRule.Rooms, 2);
        var (_, count) = Assert.Single(counters.TakeTenants(static _ => 1));
        Assert.Equal(new ActivityCount(AbuseRule.Rooms, ActivityCount.MinuteOf(_time.GetUtcNow()), 2), count);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(counters.TakeTenants(static _ => 1));
    }

    [Fact]
    public void Who_asks_for_little_is_not_told_of_and_no_count_runs_over()
    {
        var counters = new ActivityCounters(_time);
        counters.Count(_tenant, AbuseRule.Mints, 4);
        Assert.Empty(counters.TakeTenants(static _ => 5));

        counters.Count(_tenant, AbuseRule.Mints, int.MaxValue);
        counters.Count(_tenant, AbuseRule.Mints, int.MaxValue);

        Assert.Equal(int.MaxValue, Assert.Single(counters.TakeTenants(static _ => 5)).Count.Count);
    }

    [Fact]
    public void Addresses_are_counted_by_network_and_only_so_many_at_once()
    {
        var counters = new ActivityCounters(_time);
        counters.Count(AddressKey.Of(IPAddress.Parse("2001:db8::1")), AbuseRule.BadKeys);
        counters.Count(AddressKey.Of(IPAddress.Parse("2001:db8::ffff")), AbuseRule.BadKeys);
        for (var i = 0; i < 2 * ActivityCounters.MostAddresses; i++)
        {
            counters.Count(AddressKey.Of(new IPAddress(0x0A000000L + i)), AbuseRule.BadKeys);
        }

        var counts = counters.TakeAddresses(static _ => 1);

        Assert.Equal(ActivityCounters.MostAddresses, counts.Length);
        Assert.Equal(2, counts.Single(static count => count.Address == "2001:db8::/64").Count.Count);
    }

    [Fact]
    public void A_block_holds_for_its_address_and_rule_until_it_is_over()
    {
        var blocked = new BlockedAddresses(_time);
        var (bad, other) = (AddressKey.Of(IPAddress.Parse("203.0.113.7")), AddressKey.Of(IPAddress.Parse("203.0.113.8")));
        var until = _time.GetUtcNow().AddMinutes(1);
        blocked.Replace([new BlockedAddress(bad.ToString(), AbuseRule.BadKeys, until)]);

        Assert.Equal((until, null, null), (blocked.Until(bad, AbuseRule.BadKeys), blocked.Until(bad, AbuseRule.SignUps), blocked.Until(other, AbuseRule.BadKeys)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(blocked.Until(bad, AbuseRule.BadKeys));
        blocked.Replace([]);
        Assert.Null(blocked.Until(bad, AbuseRule.BadKeys));
    }
}
