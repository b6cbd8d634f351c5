namespace RelayKit.LiveKit;

/// <summary>The Ingress API of one LiveKit cluster. Each call carries its own short-lived access token with the grant <c>ingressAdmin</c>.</summary>
/// <remarks>
/// Every method throws <see cref="LiveKitException"/> when LiveKit refuses, cannot be reached or does not answer in time, as
/// <see cref="ILiveKitClient"/> says. <see cref="LiveKitErrorCode.Unavailable"/> and <see cref="LiveKitErrorCode.DeadlineExceeded"/> leave the outcome
/// of a creation unknown.
/// </remarks>
public interface ILiveKitIngressClient
{
    /// <summary>Makes an ingress. Never repeated: a second call would make a second one.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.InvalidArgument"/>: no identity, or an address of another scheme than http, https
    /// or srt; <see cref="LiveKitErrorCode.Internal"/>: the server has no ingress.</exception>
    Task<IngressEndpoint> CreateAsync(IngressOrder order, CancellationToken cancellationToken = default);

    /// <summary>Changes an ingress, also while a stream comes in. Retried.</summary>
    /// <exception cref="LiveKitException"><see cref="LiveKitErrorCode.NotFound"/>: LiveKit does not know it;
    /// <see cref="LiveKitErrorCode.InvalidArgument"/>: it is not reusable, and so nothing of it can change.</exception>
    Task<LiveKitIngress> UpdateAsync(string ingressId, IngressUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Removes an ingress; a stream that comes in ends. Retried, so one that is not there may be gone by an attempt whose answer was lost.</summary>
    /// <returns>False when LiveKit does not know it.</returns>
    Task<bool> DeleteAsync(string ingressId, CancellationToken cancellationToken = default);

    /// <summary>What there is, in no order and without paging. Retried.</summary>
    /// <param name="roomName">Only those that lead to this room; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<LiveKitIngress>> ListAsync(string? roomName = null, CancellationToken cancellationToken = default);

    /// <summary>One ingress with its stream key; null when LiveKit does not know it. Retried.</summary>
    Task<IngressEndpoint?> FindAsync(string ingressId, CancellationToken cancellationToken = default);
}
