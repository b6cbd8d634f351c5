using System.Collections.Immutable;

namespace RelayKit.LiveKit;

/// <summary>What LiveKit repeats of the request that started an egress; by it an egress whose start was never answered is recognised.</summary>
public sealed record EgressEcho
{
    /// <summary>Which kind of source was asked for; null when LiveKit repeats none, or one that RelayKit never asks for.</summary>
    public EgressSourceKind? Kind { get; init; }

    /// <summary>Storage paths that were asked for: the file's, or the prefix of HLS segments.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Addresses that were asked to be streamed to, as LiveKit masks them.</summary>
    public ImmutableArray<string> StreamUrls { get; init; } = [];
}
