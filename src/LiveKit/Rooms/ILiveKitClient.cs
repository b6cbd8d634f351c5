namespace RelayKit.LiveKit;

/// <summary>
/// The room API of one LiveKit cluster. Each call carries its own short-lived access token with no more than the grant
/// that the call needs. LiveKit itself knows no tenants: a name that reaches this port is a LiveKit room name.
/// </summary>
/// <remarks>
/// Every method throws <see cref="LiveKitException"/> when LiveKit refuses, cannot be reached or does not answer in time
/// (10 s for an attempt, 15 s in all), and <see cref="OperationCanceledException"/> only when the caller's own token is cancelled.
/// <see cref="LiveKitErrorCode.Unavailable"/> and <see cref="LiveKitErrorCode.DeadlineExceeded"/> leave the outcome unknown.
/// Calls that may be repeated without harm are retried: they say so below.
/// </remarks>
public interface ILiveKitClient
{
    /// <summary>
    /// Creates a room, or returns the live room of that name unchanged: LiveKit then ignores the other settings. Retried.
    /// </summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.InvalidArgument"/>: the name is longer than 256 bytes,
    /// the metadata larger than 512 KiB, or the preset unknown.</exception>
    Task<LiveKitRoom> CreateRoomAsync(LiveKitRoomSettings settings, CancellationToken cancellationToken = default);

    /// <summary>
    /// The rooms that live on the cluster, in no order and without paging. With <paramref name="names"/>, only those of exactly
    /// these names; a name without a room is left out, and an empty list asks for none. Retried.
    /// </summary>
    Task<IReadOnlyList<LiveKitRoom>> ListRoomsAsync(IReadOnlyCollection<string>? names = null, CancellationToken cancellationToken = default);

    /// <summary>All rooms that live on the cluster, and when that was so by its clock. Retried.</summary>
    Task<LiveKitRoomListing> LookAtRoomsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Closes a room and disconnects everybody in it. Retried, so <see cref="LiveKitErrorCode.NotFound"/> may also mean that
    /// an attempt whose answer was lost has deleted it.
    /// </summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: no room of that name lives.</exception>
    Task DeleteRoomAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>
    /// Everybody in a room, hidden ones, recorders and agents included. A room that does not live has an empty list, not an error. Retried.
    /// </summary>
    Task<IReadOnlyList<LiveKitParticipant>> ListParticipantsAsync(string room, CancellationToken cancellationToken = default);

    /// <summary>One participant of a room, by identity. Retried.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: nobody of that identity is there, or no such room.</exception>
    Task<LiveKitParticipant> GetParticipantAsync(string room, string identity, CancellationToken cancellationToken = default);

    /// <summary>
    /// Disconnects a participant. Open-source LiveKit keeps no list of revoked tokens: whoever still holds a valid token can come back.
    /// </summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: nobody of that identity is there.</exception>
    Task RemoveParticipantAsync(string room, string identity, CancellationToken cancellationToken = default);

    /// <summary>Mutes or unmutes a published track. Null when the participant has no such track.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.FailedPrecondition"/>: unmuting from afar is not enabled on the server;
    /// <see cref="LiveKitErrorCode.Unavailable"/> also for an unknown room or participant.</exception>
    Task<LiveKitTrack?> MutePublishedTrackAsync(
        string room, string identity, string trackSid, bool muted, CancellationToken cancellationToken = default);

    /// <summary>Changes what others see of a participant, or what it may do.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: nobody of that identity is there;
    /// <see cref="LiveKitErrorCode.InvalidArgument"/>: name over 256 bytes, metadata over 512 KiB or attributes over 64 KiB in all.</exception>
    Task<LiveKitParticipant> UpdateParticipantAsync(
        string room, string identity, ParticipantUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Subscribes a participant to others' tracks, or unsubscribes it.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.Unavailable"/> also for an unknown room or participant.</exception>
    Task UpdateSubscriptionsAsync(
        string room, string identity, IReadOnlyCollection<string> trackSids, bool subscribe, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends a packet to participants over their data channels. Success says that LiveKit took it, not that anybody got it.
    /// </summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.Unavailable"/> also for an unknown room.</exception>
    Task SendDataAsync(string room, LiveKitDataMessage message, CancellationToken cancellationToken = default);

    /// <summary>Replaces a room's metadata; LiveKit tells everybody in the room. Retried.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: no room of that name lives;
    /// <see cref="LiveKitErrorCode.InvalidArgument"/>: more than 512 KiB.</exception>
    Task<LiveKitRoom> UpdateRoomMetadataAsync(string room, string metadata, CancellationToken cancellationToken = default);

    /// <summary>Moves a participant to another room. Only LiveKit Cloud can.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.Unknown"/> "not implemented" from the open-source server;
    /// <see cref="LiveKitErrorCode.InvalidArgument"/>: the rooms are the same.</exception>
    Task MoveParticipantAsync(string room, string identity, string destinationRoom, CancellationToken cancellationToken = default);

    /// <summary>Lets a participant be in another room as well. Only LiveKit Cloud can.</summary>
    /// <exception cref="LiveKitException">As <see cref="MoveParticipantAsync"/>.</exception>
    Task ForwardParticipantAsync(string room, string identity, string destinationRoom, CancellationToken cancellationToken = default);
}
