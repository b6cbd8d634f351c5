using System.Collections.Immutable;
using RelayKit.Roles;

namespace RelayKit.Rooms;

/// <summary>Somebody who is connected, with what only LiveKit knows.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ParticipantDetails")]
public sealed record ParticipantDetails
{
    /// <summary>The connection.</summary>
    [Id(0)]
    public required LiveParticipant Participant { get; init; }

    /// <summary>Free text about the participant.</summary>
    [Id(1)]
    public required string Metadata { get; init; }

    /// <summary>Keys and values about the participant.</summary>
    [Id(2)]
    public required ImmutableSortedDictionary<string, string> Attributes { get; init; }

    /// <summary>What it may do.</summary>
    [Id(3)]
    public required ParticipantGrants Grants { get; init; }

    /// <summary>The tracks that it publishes.</summary>
    [Id(4)]
    public required ImmutableArray<ParticipantTrack> Tracks { get; init; }
}

/// <summary>A track that somebody publishes.</summary>
/// <param name="Sid">LiveKit's sid of it.</param>
/// <param name="Type"><c>audio</c>, <c>video</c> or <c>data</c>.</param>
/// <param name="Source"><c>camera</c>, <c>microphone</c>, <c>screen_share</c>, <c>screen_share_audio</c> or <c>unknown</c>.</param>
/// <param name="Name">The publisher's name for it; may be empty.</param>
/// <param name="Muted">Whether nothing is sent at present.</param>
[GenerateSerializer, Immutable, Alias("RelayKit.ParticipantTrack")]
public sealed record ParticipantTrack(
    [property: Id(0)] string Sid,
    [property: Id(1)] string Type,
    [property: Id(2)] string Source,
    [property: Id(3)] string Name,
    [property: Id(4)] bool Muted);
