using System.Net;
using System.Net.Sockets;

namespace RelayKit.Outgoing;

/// <summary>
/// Which addresses are of the public internet. What a tenant names and RelayKit or a worker then calls must have such a one: else a tenant could
/// reach what stands beside them, such as a cloud's metadata service (server-side request forgery).
/// </summary>
public static class PublicAddresses
{
    /// <summary>What IANA keeps for special purposes (RFC 6890 and its registry), and Azure's metadata service, which has a public address.</summary>
    private static readonly IPNetwork[] Special =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"), IPNetwork.Parse("168.63.129.16/32"),

        // Of 2000::/3, protocol assignments (Teredo among them), documentation, and 6to4, which leads to an IPv4 address of anybody's choice.
        IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>The only part of IPv6 that is given to networks of the internet.</summary>
    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    /// <summary>Where NAT64 shows the IPv4 internet to hosts that have IPv6 alone (RFC 6052).</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is of the public internet. One that carries an IPv4 address is what that is.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.IsIPv4MappedToIPv6 || Nat64.Contains(address))
            {
                return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
            }

            if (!Unicast.Contains(address))
            {
                return false;
            }
        }

        return !Array.Exists(Special, network => network.Contains(address));
    }
}
