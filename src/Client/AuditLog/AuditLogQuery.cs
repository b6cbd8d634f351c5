namespace RelayKit.Client;

/// <summary>Which entries of the audit log to list.</summary>
public sealed record AuditLogQuery
{
    /// <summary>Only entries of this operation, such as <c>updateTenant</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Only entries of this actor: <c>operator</c>, or the id of an account or an API key.</summary>
    public string? Actor { get; init; }

    /// <summary>Only entries that were written at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only entries that were written before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
