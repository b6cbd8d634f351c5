using RelayKit.Identifiers;
using RelayKit.Privacy;

namespace RelayKit.Api.Privacy;

/// <summary>An archive of all that is kept of a tenant, or the making of it.</summary>
/// <param name="Id"><c>exp_…</c>.</param>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>ready</c>, <c>failed</c> or <c>expired</c>.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="RowsDone">Rows that are in the archive so far.</param>
/// <param name="RowsAbout">How many there are to be; 0 as long as they have not been counted.</param>
/// <param name="Bytes">The archive's length; null before it is whole.</param>
/// <param name="Sha256">The archive's SHA-256 in hexadecimal; null before it is whole.</param>
/// <param name="FinishedAt">When it was whole, or was given up.</param>
/// <param name="ExpiresAt">When it is removed.</param>
internal sealed record ExportResponse(
    string Id,
    string State,
    DateTimeOffset CreatedAt,
    long RowsDone,
    long RowsAbout,
    long? Bytes,
    string? Sha256,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? ExpiresAt)
{
    public static ExportResponse Of(Export export) => new(
        PublicId.Format(PublicId.Export, export.Id),
        export.State.Word(),
        export.CreatedAt,
        export.RowsDone,
        export.RowsAbout,
        export.Bytes,
        export.Sha256 is { } sha256 ? Convert.ToHexStringLower(sha256) : null,
        export.FinishedAt,
        export.ExpiresAt);
}
