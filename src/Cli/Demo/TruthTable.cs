namespace RelayKit.Cli.Demo;

/// <summary>What the simulator knows of one connection.</summary>
/// <param name="Room">The room's LiveKit name.</param>
/// <param name="Sid">LiveKit's participant sid.</param>
/// <param name="Identity">Who.</param>
/// <param name="JoinedAtMs">When it joined, Unix milliseconds.</param>
/// <param name="LeftAtSeconds">What LiveKit told as its end, Unix seconds; null where it told none.</param>
/// <param name="RoomFinishedAtSeconds">What LiveKit told as the room's end, Unix seconds; null where it told none.</param>
/// <param name="Connected">Whether it ever was.</param>
internal sealed record TrueConnection(
    string Room, string Sid, string Identity, long JoinedAtMs, long? LeftAtSeconds, long? RoomFinishedAtSeconds, bool Connected)
{
    /// <summary>
    /// Connected milliseconds by RelayKit's definition: from the join to the end that LiveKit tells in whole seconds; null while connected.
    /// </summary>
    public long? DurationMs => !Connected ? 0
        : (LeftAtSeconds ?? RoomFinishedAtSeconds) is { } end ? Math.Max(0, (end * 1000) - JoinedAtMs)
        : null;
}

/// <summary>What RelayKit metered of one connection.</summary>
/// <param name="Sid">LiveKit's participant sid.</param>
/// <param name="DurationMs">Its length; null while it lasts.</param>
internal sealed record MeteredConnection(string Sid, long? DurationMs);

/// <summary>One connection, both ways.</summary>
/// <param name="Room">The room's LiveKit name.</param>
/// <param name="Identity">Who.</param>
/// <param name="Sid">LiveKit's participant sid.</param>
/// <param name="TrueMs">What the simulator knows to be true.</param>
/// <param name="MeteredMs">What RelayKit metered, all rows of this sid together.</param>
/// <param name="Note">What is wrong besides the figures, or empty.</param>
internal sealed record TruthRow(string Room, string Identity, string Sid, long TrueMs, long MeteredMs, string Note)
{
    public long DifferenceMs => MeteredMs - TrueMs;
}

/// <summary>The comparison that the demo ends with.</summary>
internal sealed record TruthTable(IReadOnlyList<TruthRow> Rows, long UsageMs)
{
    public long TrueMs => Rows.Sum(row => row.TrueMs);

    public long MeteredMs => Rows.Sum(row => row.MeteredMs);

    /// <summary>Whether everything agrees: each connection, and the tenant's meter with their sum.</summary>
    public bool Agrees => UsageMs == TrueMs && Rows.All(row => row.DifferenceMs == 0 && row.Note.Length == 0);

    public static TruthTable Compare(
        IReadOnlyCollection<TrueConnection> truth, IReadOnlyCollection<MeteredConnection> metered, long usageMs)
    {
        var bySid = metered.ToLookup(connection => connection.Sid);
        var rows = truth.Select(connection => Compare(connection, [.. bySid[connection.Sid]])).ToList();
        var known = truth.Select(connection => connection.Sid).ToHashSet();
        rows.AddRange(metered
            .Where(connection => !known.Contains(connection.Sid))
            .Select(connection => new TruthRow("?", "?", connection.Sid, 0, connection.DurationMs ?? 0, "never happened")));
        return new TruthTable(rows, usageMs);
    }

    private static TruthRow Compare(TrueConnection truth, IReadOnlyList<MeteredConnection> metered)
    {
        var note = (truth.DurationMs, metered) switch
        {
            (null, _) => "still connected",
            (_, []) when truth.Connected => "missing",
            (_, [_, _, ..]) => "doubled",
            (_, [{ DurationMs: null }]) => "still open",
            _ => "",
        };
        return new TruthRow(
            truth.Room, truth.Identity, truth.Sid, truth.DurationMs ?? 0, metered.Sum(connection => connection.DurationMs ?? 0), note);
    }
}
