using System.Net;
using CsCheck;
using RelayKit.ApiKeys;

namespace RelayKit.UnitTests.ApiKeys;

public sealed class AddressRangeTests
{
    private static readonly Gen<(byte[] Address, int Bits)> GenNetwork = Gen.Bool.SelectMany(static isIpv4 =>
        Gen.Select(Gen.Byte.Array[isIpv4 ? 4 : 16], Gen.Int[0, isIpv4 ? 32 : 128], static (address, bits) => (address, bits)));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7/32", "203.0.113.7")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("2001:DB8:0::1", "2001:db8::1")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    public void What_people_write_is_read_and_has_one_spelling(string text, string spelling)
    {
        Assert.True(AddressRange.TryParse(text, out var range));
        Assert.Equal(spelling, range.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("localhost")]
    [InlineData("10.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("167772161")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::ffff:10.0.0.0/104")]
    [InlineData("2001:db8::1/32")]
    public void What_can_be_read_in_more_than_one_way_is_not_read(string? text) => Assert.False(AddressRange.TryParse(text, out _));

    [Fact]
    public void An_address_is_in_a_network_when_its_first_bits_are_the_networks() => Gen.Select(GenNetwork, Gen.Byte.Array[16], Gen.Bool).Sample((network, noise, isNear) =>
    {
        var (first, bits) = (Masked(network.Address, network.Bits), network.Bits);

        // One that differs from the network's in its last bits at most, or any.
        var address = noise[..first.Length];
        for (var i = 0; isNear && i < bits; i++)
        {
            address[i / 8] = (byte)((address[i / 8] & ~(0x80 >> (i % 8))) | (first[i / 8] & (0x80 >> (i % 8))));
        }

        if (new IPAddress(first).IsIPv4MappedToIPv6 || new IPAddress(address).IsIPv4MappedToIPv6)
        {
            return;
        }

        Assert.True(AddressRange.TryParse($"{new IPAddress(first)}/{bits}", out var range));
        Assert.Equal(Masked(address, bits).SequenceEqual(first), range.Contains(new IPAddress(address)));
    });

    [Fact]
    public void A_mapped_address_counts_as_itself()
    {
        Assert.True(AddressRange.TryParse("10.0.0.0/8", out var range));

        Assert.True(range.Contains(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(range.Contains(IPAddress.Parse("::ffff:11.1.2.3")));
        Assert.False(range.Contains(IPAddress.Parse("::a01:203")));
    }

    [Theory]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", false)]
    [InlineData("11.0.0.1", "10.0.0.0/8", false)]
    [InlineData("::/0", "0.0.0.0/0", false)]
    [InlineData("0.0.0.0/0", "::/0", false)]
    [InlineData("2001:db8::1", "2001:db8::/32", true)]
    public void A_network_is_within_another_that_holds_all_of_it(string inner, string outer, bool isWithin)
    {
        Assert.True(AddressRange.TryParse(inner, out var one));
        Assert.True(AddressRange.TryParse(outer, out var other));

        Assert.Equal(isWithin, one.IsWithin(other));
    }

    private static byte[] Masked(byte[] address, int bits) =>
        [.. address.Select((part, i) => (byte)(part & (bits >= (i + 1) * 8 ? 0xff : bits <= i * 8 ? 0 : 0xff << (8 - (bits % 8)))))];
}
