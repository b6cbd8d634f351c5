using System.Net.Sockets;

namespace RelayKit.UnitTests.Api.Hardening;

/// <summary>Handshakes that are written byte by byte: a library of today would refuse to offer an old version, and show nothing of the server.</summary>
public sealed class TlsVersionTests
{
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ProtocolVersion = 70;

    [Theory]
    [InlineData(0x0301)]
    [InlineData(0x0302)]
    public async Task A_handshake_for_less_than_TLS_1_2_is_refused(int version)
    {
        var answer = await HelloAsync(version);

        Assert.Equal(Alert, answer[0]);
        Assert.Equal(ProtocolVersion, answer[6]);
    }

    [Fact]
    public async Task A_handshake_for_TLS_1_2_goes_on() => Assert.Equal(Handshake, (await HelloAsync(0x0303))[0]);

    private static async Task<byte[]> HelloAsync(int version)
    {
        await using var api = await HardenedApi.StartAsync();
        using var connection = new TcpClient();
        await connection.ConnectAsync(api.Https.Host, api.Https.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(ClientHello(version));
        var answer = new byte[7];
        await stream.ReadExactlyAsync(answer);
        return answer;
    }

    /// <summary>RFC 5246, section 7.4.1.2: cipher suites with and without forward secrecy, the curves of today, SHA-1 and SHA-256 signatures.</summary>
    private static byte[] ClientHello(int version)
    {
        byte[] suites = [0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x09, 0xC0, 0x0A, 0xC0, 0x13, 0xC0, 0x14, 0x00, 0x2F, 0x00, 0x35];
        byte[] extensions =
        [
            0x00, 0x0A, 0x00, 0x06, 0x00, 0x04, 0x00, 0x17, 0x00, 0x1D,
            0x00, 0x0B, 0x00, 0x02, 0x01, 0x00,
            0x00, 0x0D, 0x00, 0x0A, 0x00, 0x08, 0x04, 0x03, 0x04, 0x01, 0x02, 0x03, 0x02, 0x01,
        ];
        byte[] body =
        [
            (byte)(version >> 8), (byte)version, .. Enumerable.Repeat((byte)7, 32), 0,
            0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)extensions.Length, .. extensions,
        ];
        return [Handshake, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }
}
