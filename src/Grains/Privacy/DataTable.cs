using System.Collections.Immutable;

namespace RelayKit.Privacy;

/// <summary>A table with tenants' data: what it is, where an export has it, and how it is erased.</summary>
/// <param name="Name">Its name in PostgreSQL.</param>
/// <param name="About">What a row is, for people.</param>
public sealed record DataTable(string Name, string About)
{
    /// <summary>Every column, in no particular order.</summary>
    public required ImmutableArray<DataColumn> Columns { get; init; }

    /// <summary>The columns that, after the tenant's id, tell rows apart, as an index has them: by these a table is walked in bounded steps.</summary>
    public required ImmutableArray<string> Key { get; init; }

    /// <summary>How rows of a tenant are found.</summary>
    public TenantFoundBy FoundBy { get; init; } = TenantFoundBy.TenantId;

    /// <summary>Why no export has it; null where one has.</summary>
    public string? NotExportedSince { get; init; }

    /// <summary>What becomes of a tenant's rows when the tenant is erased.</summary>
    public TenantErasing OnTenantErasure { get; init; } = TenantErasing.Delete;

    /// <summary>The column by which an end user's rows are found; null where there are none, or where <see cref="IsEndUsersRowGone"/> says nothing.</summary>
    public string? IdentityColumn { get; init; }

    /// <summary>Whether an end user's row is removed whole when the end user is erased; else its columns say what becomes of them.</summary>
    public bool IsEndUsersRowGone { get; init; }

    /// <summary>The columns that an export has.</summary>
    public IEnumerable<string> ExportedColumns => Columns.Where(static column => column.Kind != DataKind.Secret).Select(static column => column.Name);
}

/// <summary>How a tenant's rows are found in a table.</summary>
public enum TenantFoundBy
{
    /// <summary>By the column <c>tenant_id</c>.</summary>
    TenantId,

    /// <summary>By the column <c>subject</c>, of a table that is the operator's.</summary>
    Subject,

    /// <summary>By the key of the grain that keeps its state there, in <c>grainidextensionstring</c>: it begins with <c>ten_…</c>.</summary>
    GrainKey,

    /// <summary>By the whole id of a grain, type and key, in <c>grainid</c>.</summary>
    GrainId,
}

/// <summary>What becomes of a tenant's rows when the tenant is erased.</summary>
public enum TenantErasing
{
    /// <summary>They are deleted.</summary>
    Delete,

    /// <summary>Deleted, and the month's sums that invoices rest on are kept in <c>retained_usage</c> under a pseudonym.</summary>
    KeepSums,

    /// <summary>The row of the erasure itself stays, with its certificate and without a word about anybody.</summary>
    KeepCertificate,
}
