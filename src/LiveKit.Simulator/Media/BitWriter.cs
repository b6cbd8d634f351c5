namespace RelayKit.LiveKit.Simulator.Media;

/// <summary>Bits, the highest first, as H.264 writes them (ITU-T H.264, 7.2 and 9.1).</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _free;

    /// <summary>The lowest <paramref name="count"/> bits of a number.</summary>
    public BitWriter Bits(uint value, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            if (_free == 0)
            {
                _bytes.Add(0);
                _free = 8;
            }

            _free--;
            _bytes[^1] |= (byte)(((value >> i) & 1) << _free);
        }

        return this;
    }

    /// <summary>An unsigned number in Exp-Golomb code; a signed 0 looks the same.</summary>
    public BitWriter Golomb(uint value)
    {
        var length = 32 - System.Numerics.BitOperations.LeadingZeroCount(value + 1);
        return Bits(0, length - 1).Bits(value + 1, length);
    }

    /// <summary>
    /// The bytes as a unit of the network layer: ended by a one, and with a three between two zeros and what would look like the begin of a unit.
    /// </summary>
    public byte[] ToUnit(byte header)
    {
        Bits(1, 1);
        var unit = new List<byte>(_bytes.Count + 8) { header };
        var zeros = 0;
        foreach (var value in _bytes)
        {
            if (zeros == 2 && value <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }

            unit.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }

        return [.. unit];
    }
}
