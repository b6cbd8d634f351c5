using System.Buffers.Binary;
using System.Text;

namespace RelayKit.LiveKit.Simulator.Media;

/// <summary>An MP4 (ISO/IEC 14496-12 and -15) of grey video, with its index before its media so that it plays while it is read.</summary>
internal static class Mp4Writer
{
    private const uint UnitsPerSecond = 1000;

    private static readonly byte[] FileType = Box("ftyp", Text("isom"), Number(512), Text("isomiso2avc1mp41"));

    private static readonly byte[] Matrix =
        Numbers(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

    /// <summary>All but the zeros at its end, whose box is begun here when <paramref name="sizeBytes"/> asks for more than there is.</summary>
    public static byte[] Write(TimeSpan duration, long sizeBytes)
    {
        var milliseconds = (uint)Math.Max(1, duration.TotalMilliseconds);
        var frames = Enumerable.Range(0, GreyVideo.FrameCount(TimeSpan.FromMilliseconds(milliseconds))).Select(GreyVideo.Frame).ToList();
        var offset = FileType.Length + Movie(frames, milliseconds, 0).Length + 8;
        var media = Join([.. frames.SelectMany(frame => new[] { Number((uint)frame.Length), frame })]);
        var gap = sizeBytes - offset - media.Length;

        // A box has 8 bytes at least: what is less is added to the media, where no index leads to it.
        var body = Box("mdat", media, new byte[gap is > 0 and < 8 ? gap : 0]);
        return Join(FileType, Movie(frames, milliseconds, (uint)offset), body, gap >= 8 ? FreeHeader(gap) : []);
    }

    private static byte[] FreeHeader(long size) => size <= uint.MaxValue
        ? Join(Number((uint)size), Text("free"))
        : Join(Number(1), Text("free"), Number((uint)(size >> 32)), Number((uint)size));

    private static byte[] Movie(List<byte[]> frames, uint duration, uint offset) => Box(
        "moov",
        Box("mvhd", Numbers(0, 0, 0, UnitsPerSecond, duration, 0x10000, 0x01000000, 0, 0), Matrix, Numbers(0, 0, 0, 0, 0, 0, 2)),
        Box(
            "trak",
            Box(
                "tkhd",
                Numbers(3, 0, 0, 1, 0, duration, 0, 0, 0, 0),
                Matrix,
                Numbers(GreyVideo.Width << 16, GreyVideo.Height << 16)),
            Box(
                "mdia",
                Box("mdhd", Numbers(0, 0, 0, UnitsPerSecond, duration, 0x55C40000)),
                Box("hdlr", Numbers(0, 0), Text("vide"), Numbers(0, 0, 0), Text("video\0")),
                Box(
                    "minf",
                    Box("vmhd", Numbers(1, 0, 0)),
                    Box("dinf", Box("dref", Numbers(0, 1), Box("url ", Number(1)))),
                    SampleTable(frames, duration, offset)))));

    private static byte[] SampleTable(List<byte[]> frames, uint duration, uint offset)
    {
        var count = (uint)frames.Count;
        var last = duration - ((count - 1) * GreyVideo.FrameMilliseconds);
        var whole = Enumerable.Range(0, frames.Count).Where(GreyVideo.IsWhole).Select(index => (uint)index + 1).ToArray();
        return Box(
            "stbl",
            Box("stsd", Numbers(0, 1), SampleEntry()),
            count == 1
                ? Box("stts", Numbers(0, 1, 1, last))
                : Box("stts", Numbers(0, 2, count - 1, GreyVideo.FrameMilliseconds, 1, last)),
            Box("stss", Numbers(0, (uint)whole.Length), Numbers(whole)),
            Box("stsc", Numbers(0, 1, 1, count, 1)),
            Box("stsz", Numbers(0, 0, count), Numbers([.. frames.Select(frame => (uint)frame.Length + 4)])),
            Box("stco", Numbers(0, 1, offset)));
    }

    private static byte[] SampleEntry() => Box(
        "avc1",
        Numbers(0, 1, 0, 0, 0, 0, (GreyVideo.Width << 16) | GreyVideo.Height, 0x480000, 0x480000, 0, 1 << 16),
        new byte[30],
        Numbers(0x0018FFFF),
        Box(
            "avcC",
            [1, .. GreyVideo.Sequence.AsSpan(1, 3), 0xFF, 0xE1, 0, (byte)GreyVideo.Sequence.Length],
            GreyVideo.Sequence,
            [1, 0, (byte)GreyVideo.Picture.Length],
            GreyVideo.Picture));

    private static byte[] Box(string type, params byte[][] parts) =>
        Join([Number((uint)(8 + parts.Sum(part => part.Length))), Text(type), .. parts]);

    private static byte[] Numbers(params uint[] values) => Join([.. values.Select(Number)]);

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Join(params byte[][] parts)
    {
        var all = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return all;
    }
}
