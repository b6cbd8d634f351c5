namespace RelayKit.Storage.Audit;

/// <summary>A table of hourly roll-ups, which triggers keep equal to the participant sessions.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">The columns that a row is found by within a tenant, in the order of the primary key.</param>
/// <param name="Check">The check that speaks of it.</param>
internal sealed record RollUpTable(string Name, IReadOnlyList<string> Key, AuditCheck Check)
{
    public static readonly RollUpTable Hourly = new("usage_hourly", ["mode", "hour", "class"], AuditCheck.Conservation);

    public static readonly RollUpTable ByRoom = new("usage_hourly_by_room", ["mode", "hour", "room", "class"], AuditCheck.ConservationByRoom);

    public static readonly RollUpTable ByLabel = new("usage_hourly_by_label", ["mode", "hour", "label", "class"], AuditCheck.ConservationByLabel)
    {
        Slices = "slices cross join lateral unnest(labels) as l (label)",
    };

    /// <summary>All of them, in the order in which the triggers lock their rows.</summary>
    public static readonly IReadOnlyList<RollUpTable> All = [Hourly, ByRoom, ByLabel];

    /// <summary>Of what its rows are added up: the slices of <see cref="RollUpSql"/>, each as often as it counts.</summary>
    public string Slices { get; private init; } = "slices";
}
