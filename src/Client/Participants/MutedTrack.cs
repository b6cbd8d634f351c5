namespace RelayKit.Client;

/// <summary>A track that was muted or unmuted.</summary>
public sealed record MutedTrack
{
    /// <summary>Whose.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The track as it is now.</summary>
    public Track Track { get; init; } = new();
}
