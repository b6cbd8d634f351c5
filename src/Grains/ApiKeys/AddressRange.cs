using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RelayKit.ApiKeys;

/// <summary>Addresses that a key may be used from: a single one, or a network in CIDR notation; of IPv4 or IPv6.</summary>
public readonly record struct AddressRange
{
    private const int Ipv4Bits = 32;
    private const int Ipv6Bits = 128;

    private readonly IPNetwork _network;

    private AddressRange(IPNetwork network) => _network = network;

    /// <summary>
    /// Reads one as people write it: <c>203.0.113.7</c>, <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>. IPv4 only with four decimal parts, and a network only by its
    /// first address, since what else there is can be read in more than one way. An IPv4 address that is written as IPv6 counts as itself.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AddressRange range)
    {
        range = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var host = slash < 0 ? text : text![..slash];
        if (host is null || host.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(host, out var address) || !IsPlain(host, address))
        {
            return false;
        }

        var isMapped = address.IsIPv4MappedToIPv6;
        address = isMapped ? address.MapToIPv4() : address;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? Ipv4Bits : Ipv6Bits;
        var bits = most;
        if (slash >= 0
            && (isMapped || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > most || !IsFirst(address, bits)))
        {
            return false;
        }

        range = new(new IPNetwork(address, bits));
        return true;
    }

    /// <summary>The ranges of texts that were checked when they came in; one that is none any more holds no address.</summary>
    public static AddressRange[] ParseAll(IEnumerable<string> texts)
    {
        var ranges = new List<AddressRange>();
        foreach (var text in texts)
        {
            if (TryParse(text, out var range))
            {
                ranges.Add(range);
            }
        }

        return [.. ranges];
    }

    /// <summary>Whether an address is one of them.</summary>
    public bool Contains(IPAddress address) => _network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>Whether the other holds all that this one does.</summary>
    public bool IsWithin(AddressRange other) =>
        other._network.PrefixLength <= _network.PrefixLength && other._network.Contains(_network.BaseAddress);

    /// <summary>The one spelling of it: a single address without its length.</summary>
    public override string ToString() => IsSingle ? _network.BaseAddress.ToString() : _network.ToString();

    private bool IsSingle => _network.PrefixLength == (_network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? Ipv4Bits : Ipv6Bits);

    /// <summary>010.0.0.1 and 10.1 are addresses to some, and other ones to others.</summary>
    private static bool IsPlain(string text, IPAddress address) => address.AddressFamily != AddressFamily.InterNetwork || address.ToString() == text;

    private static bool IsFirst(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = bits; bit < bytes.Length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
