namespace RelayKit.Cli.Chaos.Judging;

/// <summary>What a participant session's length rests on.</summary>
internal enum Ground
{
    /// <summary>LiveKit has told of its leave.</summary>
    Leave,

    /// <summary>LiveKit has told of its room's end, and not of its leave.</summary>
    RoomEnd,

    /// <summary>Nobody told of an end: looks have found it.</summary>
    Looks,

    /// <summary>Nothing that was told of it arrived, and no look saw it: it is not in the ledger.</summary>
    Nothing,
}
