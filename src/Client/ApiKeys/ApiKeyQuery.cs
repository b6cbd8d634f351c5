namespace RelayKit.Client;

/// <summary>Which API keys to list.</summary>
public sealed record ApiKeyQuery
{
    /// <summary>Only keys of this mode; left out, both.</summary>
    public Mode? Mode { get; init; }

    /// <summary>Only keys of this kind; left out, both.</summary>
    public ApiKeyKind? Kind { get; init; }

    /// <summary>Only keys in this state; left out, any.</summary>
    public ApiKeyStatus? Status { get; init; }

    /// <summary>How many are read at once, 1 to 100; left out, what the server takes.</summary>
    public int? PageSize { get; init; }
}
