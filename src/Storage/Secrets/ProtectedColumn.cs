using RelayKit.Secrets;

namespace RelayKit.Storage.Secrets;

/// <summary>
/// A column that holds sealed secrets, so that rotation finds them. Registered beside the store that writes it. The table has a <c>tenant_id</c>, and
/// <c>relaykit_jobs</c> may select it and update the column.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column, <c>bytea</c>; null where there is no secret.</param>
/// <param name="Purpose">What the secrets are for.</param>
internal sealed record ProtectedColumn(string Table, string Column, SecretPurpose Purpose)
{
    /// <summary>Which rows have one that is sealed for this purpose, as a condition of SQL; all, unless the column holds other things besides.</summary>
    public string Rows { get; init; } = "true";
}
