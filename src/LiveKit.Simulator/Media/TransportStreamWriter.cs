using System.Buffers.Binary;

namespace RelayKit.LiveKit.Simulator.Media;

/// <summary>
/// An MPEG transport stream (ISO/IEC 13818-1) of grey video. Each begins with its tables and a whole picture, so it can be played by itself.
/// </summary>
internal static class TransportStreamWriter
{
    private const int PacketBytes = 188;
    private const int TablePid = 0x1000;
    private const int VideoPid = 0x100;
    private const long TicksPerMillisecond = 90;
    private const long TimeMask = (1L << 33) - 1;

    /// <summary>How long a picture is in the decoder before it is shown.</summary>
    private const long DelayTicks = 100 * TicksPerMillisecond;

    private static readonly byte[] Programs = [0x00, 0xB0, 0x0D, 0x00, 0x01, 0xC1, 0x00, 0x00, 0x00, 0x01, 0xE0 | (TablePid >> 8), TablePid & 0xFF];

    private static readonly byte[] Streams =
    [
        0x02, 0xB0, 0x12, 0x00, 0x01, 0xC1, 0x00, 0x00, 0xE0 | (VideoPid >> 8), VideoPid & 0xFF, 0xF0, 0x00,
        0x1B, 0xE0 | (VideoPid >> 8), VideoPid & 0xFF, 0xF0, 0x00,
    ];

    public static byte[] Write(TimeSpan start, TimeSpan duration)
    {
        using var file = new MemoryStream();
        WriteTable(file, 0, Programs);
        WriteTable(file, TablePid, Streams);
        var counter = 0;
        for (var index = 0; index < GreyVideo.FrameCount(duration); index++)
        {
            var clock = ((long)start.TotalMilliseconds + (index * GreyVideo.FrameMilliseconds)) * TicksPerMillisecond;
            WritePicture(file, index, clock & TimeMask, ref counter);
        }

        return file.ToArray();
    }

    private static void WriteTable(MemoryStream file, int pid, byte[] section)
    {
        var packet = new byte[PacketBytes];
        packet.AsSpan().Fill(0xFF);
        byte[] header = [0x47, (byte)(0x40 | (pid >> 8)), (byte)pid, 0x10, 0];
        header.CopyTo(packet, 0);
        section.CopyTo(packet, 5);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(5 + section.Length), Checksum(section));
        file.Write(packet);
    }

    private static void WritePicture(MemoryStream file, int index, long clock, ref int counter)
    {
        ReadOnlySpan<byte> left = Picture(index, (clock + DelayTicks) & TimeMask);
        for (var first = true; !left.IsEmpty; first = false)
        {
            var packet = new byte[PacketBytes];
            packet[0] = 0x47;
            packet[1] = (byte)((first ? 0x40 : 0) | (VideoPid >> 8));
            packet[2] = VideoPid & 0xFF;

            // An adaptation field carries the clock in the first packet, and fills up the last.
            var field = first ? 8 : 0;
            if (left.Length < PacketBytes - 4 - field)
            {
                field = PacketBytes - 4 - left.Length;
            }

            packet[3] = (byte)((field > 0 ? 0x30 : 0x10) | (counter++ & 0xF));
            if (field > 0)
            {
                WriteField(packet.AsSpan(4, field), first, index, clock);
            }

            left[..(PacketBytes - 4 - field)].CopyTo(packet.AsSpan(4 + field));
            left = left[(PacketBytes - 4 - field)..];
            file.Write(packet);
        }
    }

    private static void WriteField(Span<byte> field, bool withClock, int index, long clock)
    {
        field.Fill(0xFF);
        field[0] = (byte)(field.Length - 1);
        if (field.Length == 1)
        {
            return;
        }

        field[1] = (byte)(withClock ? 0x10 : 0);
        field[1] |= (byte)(withClock && GreyVideo.IsWhole(index) ? 0x40 : 0);

        // Packets are numbered anew in each segment.
        field[1] |= (byte)(withClock && index == 0 ? 0x80 : 0);
        if (withClock)
        {
            BinaryPrimitives.WriteUInt32BigEndian(field[2..], (uint)(clock >> 1));
            field[6] = (byte)(((clock & 1) << 7) | 0x7E);
            field[7] = 0;
        }
    }

    /// <summary>A packet of the elementary stream: one picture with its time.</summary>
    private static byte[] Picture(int index, long time)
    {
        byte[] header =
        [
            0, 0, 1, 0xE0, 0, 0, 0x80, 0x80, 5,
            (byte)(0x21 | ((time >> 29) & 0x0E)), (byte)(time >> 22), (byte)(((time >> 14) & 0xFE) | 1), (byte)(time >> 7), (byte)((time << 1) | 1),
        ];
        byte[] delimiter = [0, 0, 0, 1, 9, 0xF0];
        return GreyVideo.IsWhole(index)
            ? [.. header, .. delimiter, 0, 0, 0, 1, .. GreyVideo.Sequence, 0, 0, 0, 1, .. GreyVideo.Picture, 0, 0, 0, 1, .. GreyVideo.Frame(index)]
            : [.. header, .. delimiter, 0, 0, 0, 1, .. GreyVideo.Frame(index)];
    }

    private static uint Checksum(ReadOnlySpan<byte> section)
    {
        var sum = uint.MaxValue;
        foreach (var value in section)
        {
            sum ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum << 1) ^ ((sum & 0x80000000) != 0 ? 0x04C11DB7u : 0);
            }
        }

        return sum;
    }
}
