using RelayKit.Tenants;

namespace RelayKit.Privacy;

/// <summary>An archive of all that is kept of a tenant, or the making of it.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Its id; written <c>exp_…</c>.</param>
/// <param name="State">How far it is.</param>
/// <param name="CreatedAt">When it was asked for.</param>
public sealed record Export(TenantId Tenant, Guid Id, ExportState State, DateTimeOffset CreatedAt)
{
    /// <summary>How long an archive is kept after it was made.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Rows that are in the archive so far.</summary>
    public long RowsDone { get; init; }

    /// <summary>How many there are to be; 0 as long as nobody has counted.</summary>
    public long RowsAbout { get; init; }

    /// <summary>The archive's length in bytes; null before it is whole.</summary>
    public long? Bytes { get; init; }

    /// <summary>The archive's SHA-256; null before it is whole.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>When it was whole, or was given up.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When it goes.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>How far an export is.</summary>
public enum ExportState
{
    /// <summary>It is to be made.</summary>
    Waiting,

    /// <summary>It is being made.</summary>
    Running,

    /// <summary>It can be downloaded.</summary>
    Ready,

    /// <summary>It was tried several times in vain.</summary>
    Failed,

    /// <summary>It was removed: its time is over, or a newer one has taken its place.</summary>
    Expired,
}

/// <summary>The states as words.</summary>
public static class ExportStateText
{
    /// <summary>The word of a state.</summary>
    public static string Word(this ExportState state) => state switch
    {
        ExportState.Waiting => "waiting",
        ExportState.Running => "running",
        ExportState.Ready => "ready",
        ExportState.Failed => "failed",
        _ => "expired",
    };

    /// <summary>The state of a word that <see cref="Word"/> has made.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ExportState Parse(string word) => word switch
    {
        "waiting" => ExportState.Waiting,
        "running" => ExportState.Running,
        "ready" => ExportState.Ready,
        "failed" => ExportState.Failed,
        "expired" => ExportState.Expired,
        _ => throw new FormatException($"'{word}' is not a state of an export."),
    };
}
