namespace RelayKit.Usage.Export;

/// <summary>Whose participant sessions, and from when to when.</summary>
/// <param name="Key">Whose, and in which mode.</param>
/// <param name="FromMs">Where the range begins, Unix milliseconds.</param>
/// <param name="ToMs">Where it ends, Unix milliseconds, not included; not later than now.</param>
public sealed record UsageExportQuery(MeterKey Key, long FromMs, long ToMs)
{
    /// <summary>
    /// The milliseconds of a connection that lie within the range; one that lasts counts to the range's end. Over all connections of
    /// the billed classes they add up to what the series and the meter say of the same range.
    /// </summary>
    public long Counted(ConnectedInterval connected) =>
        Math.Max(0, Math.Min(connected.EndMs ?? ToMs, ToMs) - Math.Max(connected.JoinedAtMs, FromMs));
}
