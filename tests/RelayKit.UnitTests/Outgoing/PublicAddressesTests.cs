using System.Net;
using CsCheck;
using RelayKit.Outgoing;

namespace RelayKit.UnitTests.Outgoing;

public sealed class PublicAddressesTests
{
    private static readonly Gen<byte[]> Four = Gen.Byte.Array[4];

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("198.20.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:830::200e")]
    [InlineData("2001:200::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void An_address_of_the_internet_is_public(string address) => Assert.True(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.0")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:808:808::")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_kept_for_something_else_is_not(string address) => Assert.False(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void An_address_within_IPv6_is_what_it_is_by_itself() => Four.Sample(four =>
    {
        var plain = new IPAddress(four);
        var isPublic = PublicAddresses.IsPublic(plain);
        return PublicAddresses.IsPublic(plain.MapToIPv6()) == isPublic && PublicAddresses.IsPublic(new IPAddress([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, .. four])) == isPublic;
    });

    /// <summary>By bits, as the registry writes it, beside the networks that the code goes by.</summary>
    [Fact]
    public void No_address_of_a_private_network_is_public() => Four.Sample(four =>
        !((four[0] is 0 or 10 or 127 or >= 224) || (four[0] == 100 && four[1] >> 6 == 1) || (four[0] == 169 && four[1] == 254)
            || (four[0] == 172 && four[1] >> 4 == 1) || (four[0] == 192 && four[1] == 168) || (four[0] == 198 && four[1] >> 1 == 9))
        || !PublicAddresses.IsPublic(new IPAddress(four)));

    [Fact]
    public void Nothing_outside_of_global_unicast_is_public() => Gen.Byte.Array[16].Sample(bytes =>
        bytes[0] >> 5 == 1 || !PublicAddresses.IsPublic(new IPAddress(bytes)) || new IPAddress(bytes).IsIPv4MappedToIPv6 || bytes is [0, 0x64, ..]);
}
