using System.Buffers.Text;

namespace RelayKit.Bench.Load;

/// <summary>An HTTP/1.1 answer as it comes in, piece by piece, until it is whole.</summary>
internal sealed class AnswerBuffer
{
    private const int StatusAt = 9;

    private byte[] _bytes = new byte[8 * 1024];
    private int _filled;

    /// <summary>What has come so far, head and body.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _filled);

    /// <summary>Where the next piece goes; never empty.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_filled == _bytes.Length)
            {
                Array.Resize(ref _bytes, _filled * 2);
            }

            return _bytes.AsMemory(_filled);
        }
    }

    public void Clear() => _filled = 0;

    /// <summary>Counts a piece that was put into <see cref="Room"/>.</summary>
    /// <returns>The answer's status once it is whole, 0 where it names none; null as long as more has to come.</returns>
    public int? Add(int bytes)
    {
        _filled += bytes;
        return !IsWhole(Bytes) ? null : Utf8Parser.TryParse(Bytes[StatusAt..(StatusAt + 3)], out int status, out _) ? status : 0;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..(end + 2)];
        var body = answer[(end + 4)..];
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)
            ? body.Length >= length
            : body.EndsWith("0\r\n\r\n"u8);
    }
}
