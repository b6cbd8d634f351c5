namespace RelayKit.LiveKit;

/// <summary>The Egress API of one LiveKit cluster. Each call carries its own short-lived access token with the grant <c>roomRecord</c>.</summary>
/// <remarks>
/// Every method throws <see cref="LiveKitException"/> when LiveKit refuses, cannot be reached or does not answer in time, as
/// <see cref="ILiveKitClient"/> says. <see cref="LiveKitErrorCode.Unavailable"/> and <see cref="LiveKitErrorCode.DeadlineExceeded"/>
/// leave the outcome of a start unknown: a worker may have taken it although nobody said so.
/// </remarks>
public interface ILiveKitEgressClient
{
    /// <summary>Starts an egress. Never repeated: a second call would start a second one.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: the room does not live;
    /// <see cref="LiveKitErrorCode.InvalidArgument"/>: what is asked for does not go together.</exception>
    Task<LiveKitEgress> StartAsync(EgressOrder order, CancellationToken cancellationToken = default);

    /// <summary>Stops an egress; its file is still to be written then. Retried.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: LiveKit does not know it;
    /// <see cref="LiveKitErrorCode.FailedPrecondition"/>: it has ended; <see cref="LiveKitErrorCode.DeadlineExceeded"/>: its worker is silent.</exception>
    Task<LiveKitEgress> StopAsync(string egressId, CancellationToken cancellationToken = default);

    /// <summary>Changes the layout of a room composite. Retried.</summary>
    Task<LiveKitEgress> UpdateLayoutAsync(string egressId, string layout, CancellationToken cancellationToken = default);

    /// <summary>Streams to further addresses, and no longer to others. Made once.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: no such egress or address;
    /// <see cref="LiveKitErrorCode.FailedPrecondition"/>: it has ended; <see cref="LiveKitErrorCode.InvalidArgument"/>: it does not stream.</exception>
    Task<LiveKitEgress> UpdateStreamAsync(
        string egressId, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancellationToken = default);

    /// <summary>
    /// What LiveKit knows of, in no order and without paging: everything that goes on, and what ended within about 24 hours. Retried.
    /// </summary>
    /// <param name="roomName">Only those of this room; null for all.</param>
    /// <param name="active">Only those that have not ended.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<LiveKitEgress>> ListAsync(string? roomName = null, bool active = false, CancellationToken cancellationToken = default);

    /// <summary>One egress; null when LiveKit does not know it, or no longer. Retried.</summary>
    Task<LiveKitEgress?> FindAsync(string egressId, CancellationToken cancellationToken = default);
}
