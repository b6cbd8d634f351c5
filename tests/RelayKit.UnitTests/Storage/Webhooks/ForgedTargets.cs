using System.Net;
using System.Net.Sockets;

namespace RelayKit.UnitTests.Storage.Webhooks;

/// <summary>Ways to lead a request of RelayKit's to where no tenant may reach: addresses that are not public, in every spelling, and names that lead to them.</summary>
internal static class ForgedTargets
{
    private static readonly string[] V4 =
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254",
        "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.31.196.1",
        "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    ];

    private static readonly string[] V6 =
    [
        "::", "::1", "::2", "64:ff9b:1::1", "100::1", "100:0:0:1::1", "2001::1", "2001:0:53aa:64c:0:fbff:f5ff:fffe", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
        "2002:7f00:1::", "2002:a9fe:a9fe::", "2002:c0a8:1::1", "2620:4f:8000::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd12:3456:789a::1", "fe80::1", "fe80::a9fe:a9fe",
        "febf::1", "fec0::1", "feff::1", "ff02::1", "ff0e::1", "4000::1", "8000::1",
    ];

    private static readonly string[] Names =
    [
        "metadata.google.internal", "metadata.azure.internal", "instance-data.ec2.internal", "kubernetes.default.svc.cluster.local", "localhost.localdomain", "127.0.0.1.nip.io",
        "169.254.169.254.xip.example", "LOCALHOST.example.com", "internal.example.com", "localtest.me.example",
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ.example.com", "intern。example.com", "xn--internl-6za.example.com", "bücher.example",
    ];

    /// <summary>What a tenant writes, and what a resolver says of the name in it; null where the text is an address itself.</summary>
    public static IEnumerable<(string Url, IPAddress[] Leads)> All()
    {
        foreach (var text in V4)
        {
            var address = IPAddress.Parse(text);
            foreach (var host in SpellingsOf(address))
            {
                yield return ($"https://{host}/hooks", [address]);
            }

            yield return ("https://rebound.example.com/hooks", [address]);
            yield return ("https://both.example.com/hooks", [IPAddress.Parse("8.8.8.8"), address]);
            yield return ("https://mapped.example.com/hooks", [address.MapToIPv6()]);
            yield return ("https://nat64.example.com/hooks", [Nat64Of(address)]);
        }

        foreach (var text in V6)
        {
            var address = IPAddress.Parse(text);
            yield return ($"https://[{text}]/hooks", [address]);
            yield return ($"https://[{text}]:8443/hooks", [address]);
            yield return ("https://rebound.example.com/hooks", [address]);
            yield return ("https://both.example.com/hooks", [address, IPAddress.Parse("2606:4700::1")]);
        }

        foreach (var name in Names)
        {
            yield return ($"https://{name}/hooks", [IPAddress.Loopback]);
            yield return ($"https://{name}:8443/hooks?x=1", [IPAddress.Parse("169.254.169.254")]);
            yield return ($"https://{name}./hooks", [IPAddress.Parse("10.0.0.1")]);
        }

        foreach (var url in new[]
        {
            "http://example.com/hooks", "ftp://example.com/hooks", "file:///etc/passwd", "gopher://127.0.0.1:70/_", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "//127.0.0.1/hooks",
            "https://user@127.0.0.1/", "https://example.com@127.0.0.1/", "https://127.0.0.1@example.com/", "https://example.com\\@127.0.0.1/", "https://example.com:22/",
            "https://example.com:6379/ HTTP/1.1", "https://example.com\t@127.0.0.1/", "https://127.0.0.1%00.example.com/", "https://[::1%25eth0]/", "https://[::ffff:7f00:1]/", "https://[0:0:0:0:0:ffff:127.0.0.1]/",
            "https://localhost/", "https://localhost:8443/", "https://LOCALHOST/", "https://metadata/", "https://0/", "https://127.1/", "https://127.0.1/", "https://017700000001/", "https://0x7f000001/",
            "https://0x7f.0x0.0x0.0x1/", "https://0177.0.0.01/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/", "https://127.0.0.1./", "https://0x7f.1/", "https://00000177.1/",
        })
        {
            yield return (url, [IPAddress.Loopback]);
        }
    }

    private static IEnumerable<string> SpellingsOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var number = ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        yield return address.ToString();
        yield return $"{number}";
        yield return $"0x{number:x8}";
        yield return $"0{Convert.ToString(number, 8)}";
        yield return string.Join('.', bytes.Select(static part => $"0x{part:x}"));
        yield return string.Join('.', bytes.Select(static part => $"0{Convert.ToString(part, 8)}"));
        yield return $"{bytes[0]}.{number & 0xffffff}";
        yield return $"{bytes[0]}.{bytes[1]}.{number & 0xffff}";
        yield return $"[::ffff:{address}]";
        yield return $"[{address.MapToIPv6()}]";
        yield return $"[{Nat64Of(address)}]";
    }

    private static IPAddress Nat64Of(IPAddress address)
    {
        var bytes = IPAddress.Parse("64:ff9b::").GetAddressBytes();
        address.GetAddressBytes().CopyTo(bytes, 12);
        Assert.Equal(AddressFamily.InterNetworkV6, new IPAddress(bytes).AddressFamily);
        return new IPAddress(bytes);
    }
}
