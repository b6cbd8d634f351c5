using System.Text;

namespace RelayKit.Client;

/// <summary>
/// Watches a stream of server-sent events for the id that was seen last (WHATWG HTML, 9.2.6). It counts once the block that holds it has come whole, also
/// one that has no data: by such a server tells how far a stream is that has had nothing to tell. The parser gives out neither.
/// </summary>
internal sealed class EventIds
{
    /// <summary>Longer than any id; what else a line has is of no interest.</summary>
    private const int MaxLength = 256;

    private readonly byte[] _line = new byte[MaxLength];
    private int _length;
    private bool _afterReturn;
    private string? _begun;

    /// <summary>The id of the last whole block that had one; null when none had.</summary>
    public string? Last { get; private set; }

    /// <summary>Takes in what has come next.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            var isSecondHalf = _afterReturn && next == '\n';
            _afterReturn = next == '\r';
            if (isSecondHalf)
            {
                continue;
            }

            if (next is (byte)'\n' or (byte)'\r')
            {
                EndLine();
            }
            else if (_length < MaxLength)
            {
                _line[_length++] = next;
            }
        }
    }

    private void EndLine()
    {
        var line = _line.AsSpan(0, _length);
        _length = 0;
        if (line.IsEmpty)
        {
            Last = _begun ?? Last;
        }
        else if (line.StartsWith("id:"u8) && !line.Contains((byte)0))
        {
            var value = line[3..];
            _begun = Encoding.UTF8.GetString(value is [(byte)' ', ..] ? value[1..] : value);
        }
    }
}
