using System.Net;
using System.Net.Sockets;
using RelayKit.Outgoing;

namespace RelayKit.Storage.Outgoing;

/// <summary>
/// Makes the connections of an HTTP client that tenants send about. It looks at the addresses that a name has at that moment and connects to one of those
/// very addresses, so that a name which is looked up once more, and then leads elsewhere, gains nobody anything.
/// </summary>
/// <param name="allowPrivate">Whether addresses that are not of the public internet are taken.</param>
/// <param name="resolve">Looks a name up.</param>
internal sealed class GuardedConnector(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="PrivateAddressException">One of the name's addresses is private.</exception>
    /// <exception cref="SocketException">The name has no address, or nobody answers at any.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await resolve(host, cancellation);
        if (!allowPrivate && !Array.TrueForAll(addresses, PublicAddresses.IsPublic))
        {
            throw new PrivateAddressException(host);
        }

        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
