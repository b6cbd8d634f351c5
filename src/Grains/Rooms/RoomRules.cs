using System.Text.Json.Serialization;
using RelayKit.Limits;

namespace RelayKit.Rooms;

/// <summary>When a room is open, how long anybody may stay in it, and how much it may use. What is null is not limited.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.RoomRules")]
public sealed record RoomRules
{
    /// <summary>No join token is minted before.</summary>
    [Id(0)]
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>No join token is minted from then on, and none that was minted opens a connection later.</summary>
    [Id(1)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether the session that goes on at <see cref="ExpiresAt"/> may go on.</summary>
    [Id(2)]
    public bool StaysAfterExpiry { get; init; }

    /// <summary>Seconds after its beginning at which a session is ended.</summary>
    [Id(3)]
    public int? MaxSessionSeconds { get; init; }

    /// <summary>Seconds after its beginning at which a participant's connection is ended.</summary>
    [Id(4)]
    public int? MaxParticipantSeconds { get; init; }

    /// <summary>Seconds for which one person may be alone before the session is ended.</summary>
    [Id(5)]
    public int? SoloTimeoutSeconds { get; init; }

    /// <summary>Seconds for which nobody may publish anything before the session is ended.</summary>
    [Id(6)]
    public int? IdleTimeoutSeconds { get; init; }

    /// <summary>What the room may use in a billing period.</summary>
    [Id(7)]
    public Budget? Budget { get; init; }

    /// <summary>What one session may use.</summary>
    [Id(8)]
    public Budget? SessionBudget { get; init; }

    /// <summary>No rules.</summary>
    public static RoomRules None { get; } = new();

    /// <summary>Whether there is anything that a session has to be watched for.</summary>
    [JsonIgnore]
    public bool HasDeadlines => this with { NotBefore = null } != None;
}
