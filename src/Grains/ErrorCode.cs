namespace RelayKit;

/// <summary>Every outcome that is expected and is not success. The API maps each to one status and one <c>code</c>.</summary>
[GenerateSerializer, Alias("RelayKit.ErrorCode")]
public enum ErrorCode
{
    /// <summary>No room of that name exists for the tenant in this mode, or it was deleted.</summary>
    RoomNotFound = 0,

    /// <summary>The room exists with settings other than the ones asked for.</summary>
    RoomExistsWithOtherSettings = 1,

    /// <summary>No session of that id exists for the tenant.</summary>
    SessionNotFound = 3,

    /// <summary>No tenant of that id exists.</summary>
    TenantNotFound = 4,

    /// <summary>A LiveKit cluster was named that is not configured.</summary>
    UnknownLiveKitCluster = 5,

    /// <summary>LiveKit did not answer, or answered with a fault of its own; what was decided here stands.</summary>
    LiveKitUnavailable = 6,

    /// <summary>The room is deleted as soon as the session that goes on has ended.</summary>
    RoomClosing = 7,

    /// <summary>The room's <c>not_before</c> lies ahead.</summary>
    RoomNotOpen = 8,

    /// <summary>The room's <c>expires_at</c> has passed.</summary>
    RoomExpired = 9,

    /// <summary>The identity was removed from the room and is kept out for some time.</summary>
    IdentityBanned = 10,

    /// <summary>As many are in the room as it takes.</summary>
    RoomFull = 11,

    /// <summary>A budget is used up whose action is to let nobody in any more, or to end what goes on.</summary>
    BudgetExhausted = 12,

    /// <summary>Something that is to be done to a live room was asked of one that is not.</summary>
    RoomNotLive = 13,

    /// <summary>Something that is only to be done to a room that is not live was asked of one that is.</summary>
    RoomIsLive = 14,

    /// <summary>Nobody of that identity is connected to the room.</summary>
    ParticipantNotFound = 15,

    /// <summary>The participant publishes no such track.</summary>
    TrackNotFound = 16,

    /// <summary>The LiveKit server does not allow tracks to be unmuted from afar.</summary>
    RemoteUnmuteDisabled = 17,

    /// <summary>The open-source LiveKit server has no such feature.</summary>
    NotSupportedByLiveKit = 18,

    /// <summary>LiveKit refused the call for a reason that only the operator can mend: a key, a grant, a version.</summary>
    LiveKitRefused = 19,

    /// <summary>LiveKit did not answer in time; nobody knows whether the call took effect.</summary>
    LiveKitTimeout = 20,

    /// <summary>LiveKit does not take a value, which is within RelayKit's own bounds.</summary>
    LiveKitRejectedValue = 21,

    /// <summary>The tenant is suspended.</summary>
    TenantSuspended = 22,

    /// <summary>As much is in use at once as a limit allows.</summary>
    LimitReached = 23,

    /// <summary>The tenant has no role of that name.</summary>
    RoleNotFound = 24,

    /// <summary>The settings have been changed since the version that the caller saw.</summary>
    SettingsChanged = 25,

    /// <summary>The tenant has as many roles, or limits of labels, as it may have.</summary>
    TooMany = 26,

    /// <summary>Nobody of that identity is kept out of the room.</summary>
    BanNotFound = 27,

    /// <summary>The tenant has no API key of that id.</summary>
    ApiKeyNotFound = 80,

    /// <summary>A key would have, or has, what the caller itself has not.</summary>
    ExceedsCaller = 81,

    /// <summary>The key has ended for good.</summary>
    ApiKeyRevoked = 82,

    /// <summary>Address or password are not those of an account.</summary>
    InvalidCredentials = 40,

    /// <summary>Another account has the e-mail address.</summary>
    EmailTaken = 41,

    /// <summary>A token from a mail is unknown, was used, or has run out.</summary>
    InvalidToken = 42,

    /// <summary>The provider does not take the password.</summary>
    PasswordRefused = 43,

    /// <summary>As much waits for the processor as may wait; nothing was done.</summary>
    Overloaded = 44,

    /// <summary>The account is the tenant's only owner.</summary>
    LastOwner = 45,

    /// <summary>The tenant has no such account.</summary>
    AccountNotFound = 46,

    /// <summary>The tenant has no such invitation.</summary>
    InvitationNotFound = 47,

    /// <summary>The account has no such session.</summary>
    AccountSessionNotFound = 48,

    /// <summary>The account's address has to be verified first.</summary>
    EmailNotVerified = 49,

    /// <summary>The tenant is to be deleted.</summary>
    TenantTerminated = 60,

    /// <summary>The tenant has no ingress of that id.</summary>
    IngressNotFound = 120,

    /// <summary>The ingress pulls from an address, and nothing of such a one can change.</summary>
    IngressNotChangeable = 121,

    /// <summary>The tenant has restricted what is done with its data to what is there already.</summary>
    ProcessingRestricted = 61,

    /// <summary>The tenant has no such recording.</summary>
    RecordingNotFound = 110,

    /// <summary>The tenant has no such stream.</summary>
    StreamNotFound = 111,

    /// <summary>The tenant's key template gives a recording no key that its storage can have.</summary>
    RecordingKeyRefused = 112,

    /// <summary>LiveKit does not take what is to be recorded or streamed.</summary>
    RecordingRefused = 113,

    /// <summary>The tenant has set up no storage, and the operator offers none.</summary>
    StorageNotSetUp = 114,

    /// <summary>The recording or stream has ended.</summary>
    RecordingEnded = 115,

    /// <summary>The recording or stream has not ended yet.</summary>
    RecordingNotEnded = 116,

    /// <summary>The recording or stream cannot be changed so.</summary>
    RecordingNotChangeable = 117,

    /// <summary>The recording has no file that could be read.</summary>
    RecordingFileUnavailable = 118,

    /// <summary>The bucket cannot be used now.</summary>
    StorageUnusable = 119,

    /// <summary>It is not confirmed that everybody who is recorded has agreed.</summary>
    RecordingConsentMissing = 109,
}
