using System.Net;
using System.Net.Sockets;
using RelayKit.Outgoing;
using RelayKit.Storage.Outgoing;

namespace RelayKit.UnitTests.Outgoing;

public sealed class PublicHostsTests
{
    [Theory]
    [InlineData(HostReach.Public, "8.8.8.8", "2606:4700::1")]
    [InlineData(HostReach.Private, "8.8.8.8", "127.0.0.1")]
    [InlineData(HostReach.Private, "::1")]
    [InlineData(HostReach.Unknown)]
    public async Task A_host_is_public_when_all_its_addresses_are(HostReach expected, params string[] addresses) =>
        Assert.Equal(expected, await new PublicHosts(false, (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray())).CheckAsync("host", default));

    [Fact]
    public async Task Private_addresses_can_be_allowed() =>
        Assert.Equal(HostReach.Public, await new PublicHosts(true, static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback])).CheckAsync("host", default));

    [Fact]
    public async Task A_name_without_address_is_unknown() =>
        Assert.Equal(HostReach.Unknown, await new PublicHosts(true, static (_, _) => throw new SocketException((int)SocketError.HostNotFound)).CheckAsync("host", default));

    /// <summary>These need no resolver: the system reads them as the address that they are.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:10.0.0.1]")]
    [InlineData("169.254.169.254")]
    public async Task An_address_is_private_in_whatever_way_it_is_written(string host) =>
        Assert.Equal(HostReach.Private, await new PublicHosts(false, Dns.GetHostAddressesAsync).CheckAsync(host, default));
}
