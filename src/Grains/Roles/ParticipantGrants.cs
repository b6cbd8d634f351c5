using System.Collections.Immutable;

namespace RelayKit.Roles;

/// <summary>What a participant may do in its room; what is not named is not granted. LiveKit's grants, in RelayKit's words.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.ParticipantGrants")]
public sealed record ParticipantGrants
{
    /// <summary>To send tracks.</summary>
    [Id(0)]
    public bool CanPublish { get; init; }

    /// <summary>To receive tracks.</summary>
    [Id(1)]
    public bool CanSubscribe { get; init; }

    /// <summary>To send data messages.</summary>
    [Id(2)]
    public bool CanPublishData { get; init; }

    /// <summary>Of which sources, in LiveKit's lower-case words; empty for all.</summary>
    [Id(3)]
    public ImmutableArray<string> CanPublishSources { get; init; } = [];

    /// <summary>To change the own name, metadata and attributes.</summary>
    [Id(4)]
    public bool CanUpdateOwnMetadata { get; init; }

    /// <summary>To be in the room unseen.</summary>
    [Id(5)]
    public bool Hidden { get; init; }

    /// <summary>To moderate by LiveKit's server API, in this room. Only a join token can grant it.</summary>
    [Id(6)]
    public bool RoomAdmin { get; init; }
}
