namespace RelayKit.Ingress;

/// <summary>
/// An ingress as its row keeps it. There is no stream key in it, nor an address with credentials: LiveKit keeps these, and the tenant has them from the
/// answer that made it.
/// </summary>
[GenerateSerializer, Immutable, Alias("RelayKit.IngressRecord")]
public sealed record IngressRecord
{
    /// <summary>Which ingress.</summary>
    [Id(0)]
    public required IngressKey Key { get; init; }

    /// <summary>The tenant's room that it leads to.</summary>
    [Id(1)]
    public required string Room { get; init; }

    /// <summary>How the stream comes in.</summary>
    [Id(2)]
    public required IngressKind Kind { get; init; }

    /// <summary>Who the stream is in the room.</summary>
    [Id(3)]
    public required string Identity { get; init; }

    /// <summary>The name that it is shown under; null for none.</summary>
    [Id(4)]
    public string? Name { get; init; }

    /// <summary>The address that is pulled, without what may not be shown; null unless it pulls.</summary>
    [Id(5)]
    public string? SourceUrl { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew.</summary>
    [Id(6)]
    public required bool EnableTranscoding { get; init; }

    /// <summary>The LiveKit cluster that it is in.</summary>
    [Id(7)]
    public required string LiveKitCluster { get; init; }

    /// <summary>How far it has come.</summary>
    [Id(8)]
    public required IngressPhase Phase { get; init; }

    /// <summary>LiveKit's id; null while it is not known.</summary>
    [Id(9)]
    public string? LiveKitId { get; init; }

    /// <summary>Where to send to; null while it is not known, and of one that pulls.</summary>
    [Id(10)]
    public string? Url { get; init; }

    /// <summary>How far the stream has come.</summary>
    [Id(11)]
    public IngressStatus Status { get; init; }

    /// <summary>When the stream that goes on, or the last one, began, by LiveKit's clock; null while there was none.</summary>
    [Id(12)]
    public long? StartedAtMs { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    [Id(13)]
    public long? EndedAtMs { get; init; }

    /// <summary>What went wrong with it; null when nothing did.</summary>
    [Id(14)]
    public string? Error { get; init; }

    /// <summary>When it was made.</summary>
    [Id(15)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When LiveKit was last asked to make it.</summary>
    [Id(16)]
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it was deleted; null while it was not.</summary>
    [Id(17)]
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Counts the row's changes from 1: a writer who saw another count than the row has is refused.</summary>
    [Id(18)]
    public required long Version { get; init; }

    /// <summary>Whether a stream comes in.</summary>
    public bool IsActive => Status is IngressStatus.Buffering or IngressStatus.Publishing;

    /// <summary>Whether it will never take a stream again: what is pulled is pulled once.</summary>
    public bool IsSpent => Kind == IngressKind.Url && Status is IngressStatus.Complete or IngressStatus.Error;
}
