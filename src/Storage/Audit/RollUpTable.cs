namespace RelayKit.Storage.Audit;

/// <summary>A table of hourly roll-ups, which triggers keep equal to the participant sessions.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">The columns that a row is found by within a tenant, in the order of the primary key.</param>
/// <param name="Check">The check that speaks of it.</param>
internal sealed record RollUpTable(string Name, IReadOnlyList<string> Key, AuditCheck Check)
{
    public static readonly RollUpTable Hourly = new("usage_hourly", ["mode", "hour", "class"], AuditCheck.Conservation);

    public static readonly RollUpTable ByRoom = new("usage_hourly_by_room", ["mode", "hour", "room", "class"], AuditCheck.ConservationByRoom);

    /// <summary>Both, in the order in which the triggers lock their rows.</summary>
    public static readonly IReadOnlyList<RollUpTable> All = [Hourly, ByRoom];
}
