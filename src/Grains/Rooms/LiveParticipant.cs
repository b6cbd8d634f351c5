using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>A participant who is connected now.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.LiveParticipant")]
public sealed record LiveParticipant
{
    /// <summary>The participant session's id.</summary>
    [Id(0)]
    public required Guid Id { get; init; }

    /// <summary>LiveKit's participant sid.</summary>
    [Id(1)]
    public required string LiveKitSid { get; init; }

    /// <summary>Who it is, in the tenant's words.</summary>
    [Id(2)]
    public required string Identity { get; init; }

    /// <summary>Display name; may be empty.</summary>
    [Id(3)]
    public required string Name { get; init; }

    /// <summary>How the meter counts it.</summary>
    [Id(4)]
    public required ParticipantClass Class { get; init; }

    /// <summary>When it connected, Unix milliseconds of LiveKit's clock.</summary>
    [Id(5)]
    public required long JoinedAtMs { get; init; }

    /// <summary>By which its usage is added up; null for none, and from a release that did not know them.</summary>
    [Id(6)]
    public LabelSet? Labels { get; init; }

    /// <summary>The session that it is in; null where the room's own state speaks of it, and from a release that did not tell.</summary>
    [Id(7)]
    public Guid? SessionId { get; init; }
}
