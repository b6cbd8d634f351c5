namespace RelayKit.Client;

/// <summary>The tracks that were changed.</summary>
internal sealed record MutedTracks
{
    public IReadOnlyList<MutedTrack> Tracks { get; init; } = [];
}
