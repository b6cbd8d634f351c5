using System.Globalization;
using System.Text;

namespace RelayKit.Bench.Load;

/// <summary>The same few requests in turn, each connection beginning at another one.</summary>
internal sealed class RepeatedRequests(IReadOnlyList<ReadOnlyMemory<byte>> requests) : RequestSource
{
    private readonly int[] _at = new int[64 * 1024];

    public override ReadOnlyMemory<byte> Next(int connection) => requests[(connection + _at[connection]++) % requests.Count];

    /// <summary>A request as HTTP/1.1 has it.</summary>
    public static ReadOnlyMemory<byte> Request(string method, string path, string? bearer = null, string? json = null)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: relaykit\r\n");
        if (bearer is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {bearer}\r\n");
        }

        if (json is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(json).ToString());
    }
}
