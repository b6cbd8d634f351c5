using System.Buffers.Binary;
using System.Text;
using RelayKit.LiveKit.Simulator.Egress;

namespace RelayKit.UnitTests.LiveKit.Simulator.Egress;

public sealed class MediaFileTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1_000_000, true)]
    [InlineData(3, false)]
    public void An_MP4_is_a_row_of_boxes_to_its_last_byte(int more, bool isPadded)
    {
        var natural = MediaFile.Mp4(TimeSpan.FromMilliseconds(12_345)).SizeBytes;
        var file = MediaFile.Mp4(TimeSpan.FromMilliseconds(12_345), natural + more);
        Assert.Equal(natural + more, file.SizeBytes);
        var bytes = Read(file);
        var boxes = new List<string>();
        var at = 0;
        for (; at < bytes.Length; at += (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)))
        {
            boxes.Add(Encoding.ASCII.GetString(bytes, at + 4, 4));
        }

        Assert.Equal(bytes.Length, at);
        Assert.Equal(isPadded ? ["ftyp", "moov", "mdat", "free"] : (string[])["ftyp", "moov", "mdat"], boxes);
        var header = bytes.AsSpan().IndexOf("mvhd"u8) + 4;
        Assert.Equal(12_345u, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(header + 16)));
    }

    /// <summary>Five gigabytes are no memory: the stream says its length and can be read anywhere.</summary>
    [Fact]
    public void Padding_takes_no_memory()
    {
        const long Size = 5L * 1024 * 1024 * 1024;
        using var stream = MediaFile.Mp4(TimeSpan.FromSeconds(1), Size).OpenRead();
        Assert.Equal(Size, stream.Length);
        stream.Position = Size - 5;
        Assert.Equal(5, stream.Read(new byte[10]));
        Assert.Equal(0, stream.Read(new byte[10]));
    }

    [Fact]
    public void Audio_is_as_long_as_it_says()
    {
        var ogg = Read(MediaFile.Ogg(TimeSpan.FromSeconds(3)));
        var last = ogg.AsSpan().LastIndexOf("OggS"u8);
        Assert.Equal(3 * 48_000, BinaryPrimitives.ReadInt64LittleEndian(ogg.AsSpan(last + 6)));
        Assert.Equal(100 * 96, MediaFile.Mp3(TimeSpan.FromSeconds(2.4)).SizeBytes);
    }

    [Fact]
    public void A_segment_is_of_whole_packets_and_a_playlist_names_it()
    {
        var segment = Read(MediaFile.Segment(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4)));
        Assert.Equal(0, segment.Length % 188);
        Assert.All(segment.Chunk(188), packet => Assert.Equal(0x47, packet[0]));
        Assert.Equal(
            "#EXTM3U\n#EXT-X-VERSION:4\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:4.000,\na_00000.ts\n#EXTINF:1.500,\na_00001.ts\n#EXT-X-ENDLIST\n",
            Encoding.UTF8.GetString(Read(MediaFile.Playlist([("a_00000.ts", TimeSpan.FromSeconds(4)), ("a_00001.ts", TimeSpan.FromSeconds(1.5))]))));
    }

    private static byte[] Read(MediaFile file)
    {
        using var stream = file.OpenRead();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
