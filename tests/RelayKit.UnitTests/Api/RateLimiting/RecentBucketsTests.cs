using System.Net;
using RelayKit.Api.RateLimiting;
using RelayKit.RateLimiting;

namespace RelayKit.UnitTests.Api.RateLimiting;

public sealed class RecentBucketsTests
{
    private readonly RecentBuckets<AddressKey> _buckets = new(new RateLimit(1, 2), capacity: 3);

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7/32")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7/32")]
    [InlineData("2001:db8:0:1:aaaa::1", "2001:db8:0:1::/64")]
    [InlineData("2001:db8:0:1:bbbb::2", "2001:db8:0:1::/64")]
    [InlineData("::1", "::/64")]
    public void An_address_counts_as_itself_or_as_its_network(string address, string key) =>
        Assert.Equal(key, AddressKey.Of(IPAddress.Parse(address)).ToString());

    [Fact]
    public void An_IPv4_address_is_never_the_network_of_an_IPv6_one()
    {
        Assert.Equal(AddressKey.Of(IPAddress.Parse("1.2.3.4")), AddressKey.Of(IPAddress.Parse("::ffff:1.2.3.4")));
        Assert.NotEqual(AddressKey.Of(IPAddress.Parse("0.0.0.0")), AddressKey.Of(IPAddress.Parse("::")));
        Assert.NotEqual(AddressKey.Of(IPAddress.Parse("2001:db8::1")), AddressKey.Of(IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Points_come_back_and_each_address_has_its_own()
    {
        Assert.True(Take("1.1.1.1", 0) && Take("1.1.1.1", 0));
        Assert.False(Take("1.1.1.1", 0.5));
        Assert.True(Take("2.2.2.2", 0.5));
        Assert.True(Take("1.1.1.1", 1));
        Assert.False(Take("1.1.1.1", 1));
    }

    [Fact]
    public void A_point_that_is_given_back_can_be_taken_again_and_makes_no_more_than_there_were()
    {
        Take("1.1.1.1", 0);
        for (var i = 0; i < 5; i++)
        {
            _buckets.GiveBack(Key("1.1.1.1"));
        }

        _buckets.GiveBack(Key("9.9.9.9"));
        Assert.True(Take("1.1.1.1", 0) && Take("1.1.1.1", 0));
        Assert.False(Take("1.1.1.1", 0));
    }

    [Fact]
    public void So_many_are_remembered_and_the_one_seen_longest_ago_goes()
    {
        foreach (var address in new[] { "1.1.1.1", "1.1.1.1", "2.2.2.2", "2.2.2.2", "3.3.3.3", "1.1.1.1", "4.4.4.4" })
        {
            Take(address, 0);
        }

        Assert.Equal(3, _buckets.Count);
        Assert.False(Take("1.1.1.1", 0));
        Assert.True(Take("2.2.2.2", 0));
        Assert.Equal(3, _buckets.Count);
    }

    private static AddressKey Key(string address) => AddressKey.Of(IPAddress.Parse(address));

    private bool Take(string address, double seconds) => _buckets.TryTake(Key(address), TimeSpan.FromSeconds(seconds), out _);
}
