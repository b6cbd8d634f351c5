using System.Collections.Immutable;
using RelayKit.Roles;

namespace RelayKit.Rooms;

/// <summary>A change to somebody who is connected; what is null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ParticipantChange")]
public sealed record ParticipantChange
{
    /// <summary>New display name. LiveKit cannot clear a name.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>New metadata. LiveKit cannot clear metadata.</summary>
    [Id(1)]
    public string? Metadata { get; init; }

    /// <summary>Attributes to set; an empty value deletes its key, keys not named stay.</summary>
    [Id(2)]
    public ImmutableSortedDictionary<string, string>? Attributes { get; init; }

    /// <summary>New grants in place of all the old ones; tracks that they no longer allow are unpublished.</summary>
    [Id(3)]
    public ParticipantGrants? Grants { get; init; }
}
