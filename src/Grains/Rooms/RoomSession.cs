using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>A session as the room's grain holds it: its state, and how far the ledger and the meter have followed.</summary>
internal sealed class RoomSession(SessionState state, bool wasEnded)
{
    private DateTimeOffset? _endSeenAt;

    public SessionState State { get; } = state;

    /// <summary>Entries of this session that are on their way to the ledger. While there are any, the session is not let go of.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether its recording was asked for, where its room says that it is recorded.</summary>
    public bool IsRecordingAsked { get; set; }

    public bool IsOpen => State.Row.EndedAtMs is null;

    /// <summary>
    /// Whether the tenant's meter may have let go of this session: it was read back after its end, or ended some time ago.
    /// </summary>
    public bool IsPastFollowing(DateTimeOffset now)
    {
        if (IsOpen)
        {
            return false;
        }

        _endSeenAt ??= now;
        return wasEnded || now - _endSeenAt > UsageMeter.FollowEnded / 2;
    }
}
