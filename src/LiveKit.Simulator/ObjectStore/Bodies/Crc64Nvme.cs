namespace RelayKit.LiveKit.Simulator.ObjectStore.Bodies;

/// <summary>CRC-64/NVME: reflected, polynomial AD93D23594C93659, begun with and ended by ones.</summary>
internal static class Crc64Nvme
{
    private const ulong Reflected = 0x9A6C9329AC4BC9B5;

    private static readonly ulong[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>What it begins with.</summary>
    public const ulong Begin = ulong.MaxValue;

    public static ulong Append(ulong state, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    private static ulong Entry(int index)
    {
        var entry = (ulong)index;
        for (var bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) != 0 ? (entry >> 1) ^ Reflected : entry >> 1;
        }

        return entry;
    }
}
