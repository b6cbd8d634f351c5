namespace RelayKit.Client;

/// <summary>What a start would come to; nothing was done.</summary>
public sealed record StartDryRun
{
    /// <summary>Whether it would start now.</summary>
    public bool WouldStart { get; init; }

    /// <summary>The error that it would meet.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Detail { get; init; }

    /// <summary>The bucket that its file would go to.</summary>
    public string? Bucket { get; init; }

    /// <summary>The file's key, with an id that no recording has.</summary>
    public string? Key { get; init; }

    /// <summary>After how many seconds it would be stopped.</summary>
    public int MaxDurationSeconds { get; init; }

    /// <summary>The limits that it would be held to.</summary>
    public IReadOnlyList<StartLimit> Limits { get; init; } = [];
}
