using System.Collections.Immutable;
using RelayKit.Outbox;

namespace RelayKit.Api.Outbox;

/// <summary>What is to leave the system.</summary>
/// <param name="Data">By kind.</param>
internal sealed record OutboxResponse(IReadOnlyList<OutboxDepthResponse> Data)
{
    public static OutboxResponse Of(ImmutableArray<OutboxDepth> depths) =>
        new([.. depths.Select(static depth => new OutboxDepthResponse(depth.Kind, depth.Waiting, depth.Parked, depth.OldestAt))]);
}

/// <summary>How much of a kind is there.</summary>
/// <param name="Kind"><c>webhook</c>, <c>mail</c> or <c>meter</c>.</param>
/// <param name="Waiting">Messages that wait to be sent, or are under way.</param>
/// <param name="Parked">Messages that wait to be replayed or dropped.</param>
/// <param name="OldestAt">When the oldest one that waits to be sent was written; null where none does.</param>
internal sealed record OutboxDepthResponse(string Kind, long Waiting, long Parked, DateTimeOffset? OldestAt);
