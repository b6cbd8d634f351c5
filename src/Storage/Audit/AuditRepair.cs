namespace RelayKit.Storage.Audit;

/// <summary>A derived row that was changed to what the sessions say.</summary>
/// <param name="Table">The row's table.</param>
/// <param name="Row">Its key, in words.</param>
/// <param name="Before">What stood there, by column; null if there was no row.</param>
/// <param name="After">What stands there now.</param>
public sealed record AuditRepair(string Table, string Row, string? Before, string After)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Table} {Row}: {Before ?? "no row"} -> {After}";
}
