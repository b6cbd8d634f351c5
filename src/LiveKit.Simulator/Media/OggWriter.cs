using System.Buffers.Binary;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Media;

/// <summary>Ogg (RFC 3533) with Opus (RFC 7845): silence, mono, in packets of 20 ms, a second on a page.</summary>
internal static class OggWriter
{
    private const int PacketMilliseconds = 20;
    private const int PacketsPerPage = 50;
    private const int SamplesPerPacket = 48 * PacketMilliseconds;
    private const int Polynomial = 0x04C11DB7;
    private const byte Begin = 2;
    private const byte End = 4;

    // Full band, 20 ms, mono, one frame (RFC 6716, 3.1) that codes silence.
    private static readonly byte[] Silence = [0xF8, 0xFF, 0xFE];

    public static byte[] Write(TimeSpan duration)
    {
        var packets = Math.Max(1, (int)(duration.TotalMilliseconds / PacketMilliseconds));
        using var file = new MemoryStream();
        var page = 0;
        byte[] head = [.. "OpusHead"u8, 1, 1, 0, 0, 0x80, 0xBB, 0, 0, 0, 0, 0];
        byte[] tags = [.. "OpusTags"u8, 9, 0, 0, 0, .. "simulator"u8, 0, 0, 0, 0];
        WritePage(file, page++, Begin, 0, head, 1);
        WritePage(file, page++, 0, 0, tags, 1);
        for (var at = 0; at < packets; at += PacketsPerPage)
        {
            var count = Math.Min(PacketsPerPage, packets - at);
            var samples = (long)(at + count) * SamplesPerPacket;
            WritePage(file, page++, at + count == packets ? End : (byte)0, samples, Silence, count);
        }

        return file.ToArray();
    }

    private static void WritePage(MemoryStream file, int number, byte flags, long samples, byte[] packet, int count)
    {
        var page = new byte[27 + count + (count * packet.Length)];
        Encoding.ASCII.GetBytes("OggS", page);
        page[5] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), samples);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(14), 1);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(18), number);
        page[26] = (byte)count;
        for (var i = 0; i < count; i++)
        {
            page[27 + i] = (byte)packet.Length;
            packet.CopyTo(page, 27 + count + (i * packet.Length));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Checksum(page));
        file.Write(page);
    }

    /// <summary>Ogg's own: not reflected, begun with zero.</summary>
    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        var sum = 0u;
        foreach (var value in page)
        {
            sum ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum & 0x80000000) != 0 ? (uint)Polynomial : 0);
            }
        }

        return sum;
    }
}
