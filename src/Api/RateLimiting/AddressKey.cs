using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace RelayKit.Api.RateLimiting;

/// <summary>
/// Whom a request without a key counts for: an IPv4 address, or the /64 of an IPv6 address, since that is what one customer of a provider
/// has. An IPv4 address that is written as IPv6 counts as itself.
/// </summary>
internal readonly record struct AddressKey
{
    private const int Ipv6Bytes = 16;
    private const int NetworkBytes = 8;

    private AddressKey(ulong bits, bool isIpv4) => (Bits, IsIpv4) = (bits, isIpv4);

    private ulong Bits { get; }

    private bool IsIpv4 { get; }

    /// <summary>The key of an address; null is one that is not known, e.g. of a connection that is no network's.</summary>
    public static AddressKey Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[Ipv6Bytes];
        if (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6)
        {
            // The last four bytes, also of one that is mapped.
            address.TryWriteBytes(bytes, out var written);
            return new(BinaryPrimitives.ReadUInt32BigEndian(bytes[(written - sizeof(uint))..]), isIpv4: true);
        }

        address.TryWriteBytes(bytes, out _);
        return new(BinaryPrimitives.ReadUInt64BigEndian(bytes), isIpv4: false);
    }

    /// <summary>As an operator reads it: <c>203.0.113.7/32</c>, <c>2001:db8:0:1::/64</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Ipv6Bytes];
        bytes.Clear();
        if (IsIpv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Bits);
            return $"{new IPAddress(bytes[..sizeof(uint)])}/32";
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes[..NetworkBytes], Bits);
        return $"{new IPAddress(bytes)}/64";
    }
}
