using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Truth;

/// <summary>
/// What really became of one connection. All that is remembered of it when it is over, so it is small. Guarded by the cluster's lock.
/// </summary>
internal sealed class ParticipantTruth(ParticipantInfo info)
{
    public string Sid { get; } = info.Sid;

    public string Identity { get; } = info.Identity;

    public ParticipantInfo.Types.Kind Kind { get; } = info.Kind;

    /// <summary>As LiveKit says, by its node's clock, Unix milliseconds.</summary>
    public long JoinedAtMs { get; } = info.JoinedAtMs;

    /// <summary>When it really ended, by its node's clock, Unix milliseconds.</summary>
    public long? LeftAtMs { get; set; }

    /// <summary>The <c>created_at</c> of its <c>participant_left</c>, Unix seconds; null where none was queued.</summary>
    public long? LeftCreatedAt { get; set; }

    /// <summary>Null while it is there, and where a crash gave nobody a reason.</summary>
    public DisconnectReason? Reason { get; set; }

    /// <summary>Whether its media ever connected; else nobody is told that it joined.</summary>
    public bool ActiveEver { get; set; }

    /// <summary>What became of its <c>participant_joined</c>; null where none was queued.</summary>
    public WebhookFate? Joined { get; set; }

    /// <summary>What became of its <c>participant_left</c>; null where none was queued.</summary>
    public WebhookFate? Left { get; set; }

    /// <summary>The last <c>ListParticipants</c> that listed it.</summary>
    public RoomLook? LastListed { get; set; }

    /// <summary>The last <c>ListRooms</c> that listed its room while it was there.</summary>
    public RoomLook? RoomLastListed { get; set; }

    /// <summary>What <see cref="LeftCreatedAt"/> is, or would have been where nobody was told, Unix seconds.</summary>
    public long? LeftAt => LeftCreatedAt ?? (LeftAtMs / 1000);
}
