using System.Collections.Immutable;

namespace RelayKit.Rooms;

/// <summary>Asks to mute tracks, or to unmute them.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.TrackMute")]
public sealed record TrackMute
{
    /// <summary>Whose; null for everybody's.</summary>
    [Id(0)]
    public string? Identity { get; init; }

    /// <summary>Whose not.</summary>
    [Id(1)]
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Which of them by LiveKit's sid; null for all of the sources.</summary>
    [Id(2)]
    public string? TrackSid { get; init; }

    /// <summary>Of which sources; empty for all.</summary>
    [Id(3)]
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>False to unmute, which LiveKit allows only where it is configured to.</summary>
    [Id(4)]
    public bool Muted { get; init; } = true;
}

/// <summary>A track that is muted now, or is no longer.</summary>
/// <param name="Identity">Whose.</param>
/// <param name="Track">The track as it is now.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.MutedTrack")]
public sealed record MutedTrack([property: Id(0)] string Identity, [property: Id(1)] ParticipantTrack Track);
