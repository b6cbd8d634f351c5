using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RelayKit.Outgoing;

namespace RelayKit.Storage.Outgoing;

/// <summary>Asks the system's resolver.</summary>
internal sealed class PublicHosts : IPublicHosts
{
    private readonly bool _allowPrivate;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    public PublicHosts(IOptions<OutgoingOptions> options)
        : this(options.Value.AllowPrivateAddresses, Dns.GetHostAddressesAsync)
    {
    }

    internal PublicHosts(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve) => (_allowPrivate, _resolve) = (allowPrivate, resolve);

    public async Task<HostReach> CheckAsync(string host, CancellationToken cancellation)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await _resolve(host.Trim('[', ']'), cancellation);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return HostReach.Unknown;
        }

        return addresses.Length == 0 ? HostReach.Unknown
            : _allowPrivate || Array.TrueForAll(addresses, DeniedAddresses.IsPublic) ? HostReach.Public
            : HostReach.Private;
    }
}
