using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using RelayKit.LiveKit;

namespace RelayKit.UnitTests.LiveKit.Twirp;

/// <summary>What a call to LiveKit offers when it opens a connection.</summary>
public sealed class OutgoingTlsTests
{
    private const int SupportedVersions = 43;

    [Fact]
    public async Task Nothing_less_than_TLS_1_2_is_offered()
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLiveKitHttpClient().Services.BuildServiceProvider();
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(LiveKitResilience.HttpClientName);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var call = client.GetAsync(new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        var hello = await ReadHelloAsync(listener);

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        Assert.Equal([0x0304, 0x0303], VersionsOf(hello));
    }

    private static async Task<byte[]> ReadHelloAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        listener.Stop();
        await using var stream = connection.GetStream();
        var head = new byte[5];
        await stream.ReadExactlyAsync(head);
        var hello = new byte[(head[3] << 8) | head[4]];
        await stream.ReadExactlyAsync(hello);
        return hello;
    }

    /// <summary>RFC 8446, sections 4.1.2 and 4.2.1.</summary>
    private static int[] VersionsOf(byte[] hello)
    {
        var at = 4 + 2 + 32;
        at += 1 + hello[at];
        at += 2 + ((hello[at] << 8) | hello[at + 1]);
        at += 1 + hello[at];
        at += 2;
        while (at < hello.Length)
        {
            var (type, length) = ((hello[at] << 8) | hello[at + 1], (hello[at + 2] << 8) | hello[at + 3]);
            if (type == SupportedVersions)
            {
                return [.. Enumerable.Range(0, hello[at + 4] / 2).Select(i => (hello[at + 5 + (2 * i)] << 8) | hello[at + 6 + (2 * i)])];
            }

            at += 4 + length;
        }

        throw new InvalidOperationException("The hello names no versions.");
    }
}
