namespace RelayKit.Client;

/// <summary>Which ingress to list.</summary>
public sealed record IngressQuery
{
    /// <summary>Only those that lead to this room; left out, all.</summary>
    public string? Room { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
