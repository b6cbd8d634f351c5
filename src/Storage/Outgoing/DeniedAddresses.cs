using System.Net;
using System.Net.Sockets;
using Microsoft.Security.AntiSSRF;
using RelayKit.Outgoing;

namespace RelayKit.Storage.Outgoing;

/// <summary>
/// Which addresses RelayKit connects to when a tenant sends it: those that are public by our own table and by the list that Microsoft's AntiSSRF keeps.
/// Two lists of different people, and one of them is enough to refuse. docs/decisions/0029 says why the library's own handler does not connect.
/// </summary>
internal static class DeniedAddresses
{
    /// <summary>Where NAT64 shows the IPv4 internet to hosts that have IPv6 alone (RFC 6052): such an address is what the IPv4 address in it is.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    private static readonly IPNetwork[] Denied =
        [.. new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest).DeniedAddresses.Select(static range => IPNetwork.Parse(range))];

    /// <summary>Whether an address may be connected to.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && (address.IsIPv4MappedToIPv6 || Nat64.Contains(address)))
        {
            return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return PublicAddresses.IsPublic(address) && !Array.Exists(Denied, range => range.Contains(address));
    }
}
