namespace RelayKit.Client;

/// <summary>An archive of all that is kept of the tenant, or the making of it.</summary>
public sealed record Export
{
    /// <summary><c>exp_…</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>How far it is.</summary>
    public ExportState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rows that are in the archive so far.</summary>
    public long RowsDone { get; init; }

    /// <summary>How many there are to be; 0 as long as they have not been counted.</summary>
    public long RowsAbout { get; init; }

    /// <summary>The archive's length; null before it is whole.</summary>
    public long? Bytes { get; init; }

    /// <summary>The archive's SHA-256 in hexadecimal; null before it is whole.</summary>
    public string? Sha256 { get; init; }

    /// <summary>When it was whole, or was given up.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When it is removed.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
