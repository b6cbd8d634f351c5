using System.Collections.Immutable;

namespace RelayKit.Outbox;

/// <summary>What is to leave the system, for causes that have no transaction of their own, and for whoever operates it.</summary>
public interface IOutbox
{
    /// <summary>Adds messages; those that are there already are left as they are. When it returns, they will be sent.</summary>
    Task AddAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellation);

    /// <summary>How many of each kind wait, and how many are parked.</summary>
    Task<ImmutableArray<OutboxDepth>> ReadDepthsAsync(CancellationToken cancellation);

    /// <summary>Messages that wait for somebody to look, those that were written first come first.</summary>
    /// <param name="kind">Only those of this kind; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="after">Only those after this <see cref="ParkedMessage.Place"/>; 0 to begin.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<ParkedMessage>> ListParkedAsync(string? kind, int limit, long after, CancellationToken cancellation);

    /// <summary>Has a parked message tried again, as often as a new one. Null when there is no such parked message.</summary>
    Task<ParkedMessage?> ReplayAsync(Guid id, CancellationToken cancellation);

    /// <summary>Has all parked messages of a kind tried again.</summary>
    /// <param name="kind">One of <see cref="OutboxKinds"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many they are.</returns>
    Task<int> ReplayAllAsync(string kind, CancellationToken cancellation);

    /// <summary>Gives a parked message up for good. Null when there is no such parked message.</summary>
    Task<ParkedMessage?> DropAsync(Guid id, CancellationToken cancellation);
}
