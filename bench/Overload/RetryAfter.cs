using System.Buffers.Text;

namespace RelayKit.Bench.Overload;

/// <summary>The header of an answer that says when to come again.</summary>
internal static class RetryAfter
{
    /// <summary>Null where there is none, or none in seconds.</summary>
    public static TimeSpan? Of(ReadOnlySpan<byte> answer)
    {
        var at = answer.IndexOf("\r\nRetry-After: "u8);
        return at >= 0 && Utf8Parser.TryParse(answer[(at + 15)..], out int seconds, out _) ? TimeSpan.FromSeconds(seconds) : null;
    }
}
