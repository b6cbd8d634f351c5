using System.Net;
using System.Net.Sockets;

namespace RelayKit.Cli.Chaos.Processes;

/// <summary>Ports of 127.0.0.1 that nobody listens at.</summary>
internal static class FreePorts
{
    /// <summary>Below what the kernel hands out for connections: a process that is started again has to find its port free.</summary>
    private const int First = 21_000;

    private const int Last = 32_000;

    /// <summary>As many as are asked for.</summary>
    /// <exception cref="ChaosFailedException">There are not so many.</exception>
    public static IReadOnlyList<int> Take(int count)
    {
        var ports = new List<int>();
        for (var port = First; port <= Last && ports.Count < count; port++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                ports.Add(port);
            }
            catch (SocketException)
            {
                // Taken.
            }
        }

        return ports.Count == count ? ports : throw new ChaosFailedException($"There are no {count} free ports from {First} to {Last}.");
    }
}
