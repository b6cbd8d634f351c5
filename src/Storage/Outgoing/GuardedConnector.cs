using System.Net;
using System.Net.Sockets;

namespace RelayKit.Storage.Outgoing;

/// <summary>
/// Makes the connections of an HTTP client that tenants send about. It looks at the addresses that a name has at that moment and connects to one of those
/// very addresses, so that a name which is looked up once more, and then leads elsewhere, gains nobody anything.
/// </summary>
/// <param name="allowPrivate">Whether addresses that are not of the public internet are taken.</param>
/// <param name="resolve">Looks a name up.</param>
/// <param name="connect">Connects to one address; the system's sockets where it is left out.</param>
internal sealed class GuardedConnector(
    bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Stream>>? connect = null)
{
    private readonly Func<IPEndPoint, CancellationToken, Task<Stream>> _connect = connect ?? ConnectSocketAsync;

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="PrivateAddressException">One of the name's addresses is private.</exception>
    /// <exception cref="SocketException">The name has no address, or nobody answers at any.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await resolve(host, cancellation);
        if (!allowPrivate && !Array.TrueForAll(addresses, DeniedAddresses.IsPublic))
        {
            throw new PrivateAddressException(host);
        }

        SocketException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await _connect(new IPEndPoint(address, port), cancellation);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<Stream> ConnectSocketAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
