namespace RelayKit.Client;

/// <summary>For how long a link is good, and what a browser does with it.</summary>
public sealed record DownloadTerms
{
    /// <summary>60 to 43,200; left out, 3,600.</summary>
    public int? ExpiresInSeconds { get; init; }

    /// <summary><c>attachment</c> or <c>inline</c>.</summary>
    public string? Disposition { get; init; }
}
