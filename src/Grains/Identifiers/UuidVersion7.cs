using System.Buffers.Binary;

namespace RelayKit.Identifiers;

/// <summary>Makes UUIDs of version 7 (RFC 9562, section 5.7) from bits of the caller's choice.</summary>
public static class UuidVersion7
{
    /// <summary>A UUID of an instant.</summary>
    /// <param name="unixMilliseconds">The instant; one before 1970 counts as 1970.</param>
    /// <param name="bits">16 bytes, of which 74 bits go into the UUID: what is not overwritten by the instant, the version and the variant.</param>
    public static Guid Of(long unixMilliseconds, ReadOnlySpan<byte> bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        bits[..16].CopyTo(bytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(Math.Max(0, unixMilliseconds) >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)Math.Max(0, unixMilliseconds));
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0f));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The instant of a UUID of version 7, in whole milliseconds.</summary>
    public static DateTimeOffset InstantOf(Guid id) => DateTimeOffset.FromUnixTimeMilliseconds(MillisecondsOf(id));

    /// <summary>The same as Unix milliseconds: of an id that somebody made up it may be an instant that no calendar has.</summary>
    public static long MillisecondsOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
    }
}
