using System.Collections.Immutable;

namespace RelayKit.LiveKit;

/// <summary>
/// A recording or restream as LiveKit knows it (<c>EgressInfo</c>): in webhooks, in answers and in lists. LiveKit forgets it about
/// 24 hours after its end. Credentials and stream keys are never part of it.
/// </summary>
public sealed record LiveKitEgress
{
    /// <summary>LiveKit's id (<c>EG_…</c>), also the identity of the recorder in the room.</summary>
    public required string EgressId { get; init; }

    /// <summary>Sid of the room; empty when a web page is recorded.</summary>
    public string RoomId { get; init; } = "";

    /// <summary>Name of the room; empty when a web page is recorded.</summary>
    public string RoomName { get; init; } = "";

    /// <summary>How far it has come.</summary>
    public EgressStatus Status { get; init; }

    /// <summary>When it was accepted; null when LiveKit does not say.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null as long as it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When LiveKit last learned of it from its worker.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>LiveKit's text of what went wrong; empty when nothing did.</summary>
    public string Error { get; init; } = "";

    /// <summary>The error as a number of HTTP's; 0 when there is none.</summary>
    public int ErrorCode { get; init; }

    /// <summary>Why it ended, such as <c>End reason: Source closed</c>.</summary>
    public string Details { get; init; } = "";

    /// <summary>Whether the file went to the worker's backup storage, since the storage that the request named failed.</summary>
    public bool BackupStorageUsed { get; init; }

    /// <summary>What was asked for: read back from the request that LiveKit repeats, without credentials.</summary>
    public EgressEcho Request { get; init; } = new();

    /// <summary>The files that were written.</summary>
    public ImmutableArray<EgressFile> Files { get; init; } = [];

    /// <summary>The HLS playlists that were written.</summary>
    public ImmutableArray<EgressSegments> Segments { get; init; } = [];

    /// <summary>Where it streams to.</summary>
    public ImmutableArray<EgressStreamInfo> Streams { get; init; } = [];
}
