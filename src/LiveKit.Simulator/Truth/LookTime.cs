namespace RelayKit.LiveKit.Simulator.Truth;

/// <summary>When a look was: what is kept of it by all whom it showed, even after the look itself is forgotten.</summary>
/// <param name="wallMs">When the state was read, true Unix milliseconds.</param>
internal sealed class LookTime(long wallMs)
{
    public long WallMs { get; } = wallMs;

    /// <summary>When the answer was given, true Unix milliseconds.</summary>
    public long AnsweredWallMs { get; set; }

    /// <summary>How many looks were answered before.</summary>
    public long Number { get; set; }
}
