namespace RelayKit.LiveKit;

/// <summary>One address that an egress streams to.</summary>
/// <param name="Url">The address, its key masked by LiveKit: not to be shown before it is masked by <see cref="StreamUrl"/> too.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Error">LiveKit's text of what went wrong; empty when nothing did.</param>
/// <param name="Retries">How often the connection was made anew.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null as long as it goes on.</param>
/// <param name="Duration">How long it has streamed.</param>
public sealed record EgressStreamInfo(
    string Url, EgressStreamStatus Status, string Error, int Retries, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, TimeSpan Duration);

/// <summary>How one stream of an egress stands.</summary>
public enum EgressStreamStatus
{
    /// <summary>It streams.</summary>
    Active = 0,

    /// <summary>It was stopped.</summary>
    Finished = 1,

    /// <summary>It failed, and the worker has given up.</summary>
    Failed = 2,
}
