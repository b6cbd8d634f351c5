namespace RelayKit.LiveKit.Simulator.Media;

/// <summary>MPEG-1 layer III (ISO/IEC 11172-3): silence, mono, 48 kHz, 32 kbit/s. A frame is 24 ms in 96 bytes; without data it is silent.</summary>
internal static class Mp3Writer
{
    private const int FrameMilliseconds = 24;
    private const int FrameBytes = 96;

    private static readonly byte[] Header = [0xFF, 0xFB, 0x14, 0xC0];

    public static byte[] Write(TimeSpan duration)
    {
        var file = new byte[Math.Max(1, (int)(duration.TotalMilliseconds / FrameMilliseconds)) * FrameBytes];
        for (var at = 0; at < file.Length; at += FrameBytes)
        {
            Header.CopyTo(file, at);
        }

        return file;
    }
}
