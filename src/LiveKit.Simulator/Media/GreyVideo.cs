namespace RelayKit.LiveKit.Simulator.Media;

/// <summary>
/// H.264 of a grey picture that stays: whole pictures without residual, and between them pictures that repeat the one before. Constrained
/// Baseline, level 3.1, ten pictures a second.
/// </summary>
internal static class GreyVideo
{
    public const int Width = 1280;
    public const int Height = 720;
    public const int FrameMilliseconds = 100;

    /// <summary>From one whole picture to the next: ten seconds.</summary>
    public const int GroupLength = 100;

    private const uint Columns = Width / 16;
    private const uint Rows = Height / 16;

    /// <summary>The sequence parameter set.</summary>
    public static byte[] Sequence { get; } = new BitWriter()
        .Bits(66, 8).Bits(0xC0, 8).Bits(31, 8) // profile, constraints, level
        .Golomb(0).Golomb(0).Golomb(2).Golomb(1) // id, frame numbers of 4 bits, order of output is that of decoding, one reference
        .Bits(0, 1).Golomb(Columns - 1).Golomb(Rows - 1)
        .Bits(0b1100, 4) // frames, 8x8 inference, no cropping, no usability information
        .ToUnit(0x67);

    /// <summary>The picture parameter set.</summary>
    public static byte[] Picture { get; } = new BitWriter()
        .Golomb(0).Golomb(0).Bits(0, 2).Golomb(0).Golomb(0).Golomb(0)
        .Bits(0, 3).Golomb(0).Golomb(0).Golomb(0)
        .Bits(0b100, 3) // a slice may switch the filter off
        .ToUnit(0x68);

    private static readonly byte[] Whole = WholePicture();
    private static readonly byte[][] Repeated = [.. Enumerable.Range(0, 16).Select(number => RepeatedPicture((uint)number))];

    /// <summary>How many pictures there are in so much time; at least one.</summary>
    public static int FrameCount(TimeSpan duration) => Math.Max(1, (int)Math.Ceiling(duration.TotalMilliseconds / FrameMilliseconds));

    /// <summary>Whether a picture can be seen without those before it.</summary>
    public static bool IsWhole(int index) => index % GroupLength == 0;

    /// <summary>One picture as a unit of the network layer.</summary>
    public static byte[] Frame(int index) => IsWhole(index) ? Whole : Repeated[index % GroupLength % 16];

    private static byte[] WholePicture()
    {
        var slice = new BitWriter()
            .Golomb(0).Golomb(7).Golomb(0).Bits(0, 4).Golomb(0) // first block, I, parameters, frame number, id
            .Bits(0, 2).Golomb(0).Golomb(1); // no marking, quantiser as it is, no filter
        for (var i = 0; i < Columns * Rows; i++)
        {
            // Intra 16x16 predicted by the mean (grey where there is no neighbour), colours too, quantiser as it is, no coefficient.
            slice.Golomb(3).Golomb(0).Golomb(0).Bits(1, 1);
        }

        return slice.ToUnit(0x65);
    }

    private static byte[] RepeatedPicture(uint frameNumber) => new BitWriter()
        .Golomb(0).Golomb(5).Golomb(0).Bits(frameNumber, 4) // first block, P, parameters
        .Bits(0, 3).Golomb(0).Golomb(1) // references as they are, no marking, quantiser as it is, no filter
        .Golomb(Columns * Rows) // every block as before
        .ToUnit(0x41);
}
