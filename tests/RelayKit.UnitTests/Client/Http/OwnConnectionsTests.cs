using System.Net;
using System.Net.Sockets;
using RelayKit.Client;

namespace RelayKit.UnitTests.Client.Http;

/// <summary>The connections that a client makes when it is given none.</summary>
public sealed class OwnConnectionsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var giveUp = new CancellationTokenSource(Patience);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}");
        using var client = new RelayKitClient(new RelayKitClientOptions { BaseAddress = address, ApiKey = ClientUnderTest.Key });

        var call = client.Rooms.GetAsync("standup", giveUp.Token);
        using (var connection = await listener.AcceptTcpClientAsync(giveUp.Token))
        {
            var stream = connection.GetStream();
            using var reader = new StreamReader(stream);
            Assert.Equal("GET /v1/rooms/standup HTTP/1.1", await reader.ReadLineAsync(giveUp.Token));
            while (await reader.ReadLineAsync(giveUp.Token) is { Length: > 0 })
            {
                // The headers are of no matter here.
            }

            await stream.WriteAsync("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), giveUp.Token);
        }

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await Assert.ThrowsAsync<RelayKitException>(() => call)).Status);
        Assert.False(listener.Pending());
    }
}
