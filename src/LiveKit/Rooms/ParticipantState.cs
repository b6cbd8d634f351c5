namespace RelayKit.LiveKit;

/// <summary>How far a participant's connection has come.</summary>
public enum ParticipantState
{
    /// <summary>Signalling is up.</summary>
    Joining = 0,

    /// <summary>The client has made its offer of media.</summary>
    Joined = 1,

    /// <summary>Media can flow; LiveKit tells <c>participant_joined</c> now.</summary>
    Active = 2,

    /// <summary>The session has ended.</summary>
    Disconnected = 3,
}
