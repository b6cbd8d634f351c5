using Orleans.Storage;

namespace RelayKit.Api.Cluster;

/// <summary>
/// What a failed grain call tells of itself. Orleans delivers a call at most once and never repeats one by itself: whether it may
/// be repeated depends on whether it can have run.
/// </summary>
internal static class GrainCallFault
{
    /// <summary>
    /// Whether the call has certainly changed nothing. Either it was turned away before it reached an activation (the silo is
    /// stopping, its gateway is gone, no connection could be made, it was forwarded too often while the cluster changed); Orleans
    /// derives <see cref="SiloUnavailableException"/> from the same type, but also throws it when a silo dies in the middle of a call.
    /// Or it reached an activation that a change of the cluster had left behind, which found that out before it wrote anything.
    /// </summary>
    public static bool HasChangedNothing(Exception fault) =>
        fault is InconsistentStateException or (OrleansMessageRejectionException and not SiloUnavailableException);

    /// <summary>
    /// Whether the same call may succeed in a moment, though nobody can tell whether this one ran: the silo that had it is gone, or
    /// did not answer in time. A process that is overloaded is not among these: to repeat would add to what it cannot carry.
    /// </summary>
    public static bool HasUnknownOutcome(Exception fault) => fault is SiloUnavailableException or TimeoutException;
}
