using System.Net;
using System.Net.Sockets;

namespace RelayKit.Cli.Chaos.Processes;

/// <summary>Ports of 127.0.0.1 that nobody listens at.</summary>
internal static class FreePorts
{
    /// <summary>Below what the kernel hands out for connections: a process that is started again has to find its port free.</summary>
    private const int First = 21_000;

    private const int Last = 32_000;

    /// <summary>Runs that go on at the same time are this far apart, since a port is free while the one who has it is down.</summary>
    private const int Stride = 50;

    /// <summary>As many as are asked for.</summary>
    /// <param name="count">How many.</param>
    /// <param name="run">A number that no other run has at the same time, such as a pid.</param>
    /// <exception cref="ChaosFailedException">There are not so many.</exception>
    public static IReadOnlyList<int> Take(int count, int run)
    {
        var ports = new List<int>();
        var first = First + (run % ((Last - First) / Stride) * Stride);
        for (var port = first; port <= Last && ports.Count < count; port++)
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

        return ports.Count == count ? ports : throw new ChaosFailedException($"There are no {count} free ports from {first} to {Last}.");
    }
}
