using RelayKit.LiveKit;

namespace RelayKit.Ingress;

/// <summary>What LiveKit said of an ingress, in a webhook or when it was asked, in our words. All instants are LiveKit's, in Unix milliseconds.</summary>
[GenerateSerializer, Immutable, Alias("RelayKit.IngressFact")]
public sealed record IngressFact
{
    /// <summary>LiveKit's id.</summary>
    [Id(0)]
    public required string LiveKitId { get; init; }

    /// <summary>LiveKit's name of the room that it leads to.</summary>
    [Id(1)]
    public string RoomName { get; init; } = "";

    /// <summary>Whether it takes streams.</summary>
    [Id(2)]
    public bool IsEnabled { get; init; } = true;

    /// <summary>Who the stream is in the room.</summary>
    [Id(3)]
    public string Identity { get; init; } = "";

    /// <summary>The name that it is shown under.</summary>
    [Id(4)]
    public string Name { get; init; } = "";

    /// <summary>How far the stream has come.</summary>
    [Id(5)]
    public IngressStatus Status { get; init; }

    /// <summary>When it began; null where LiveKit knows of none.</summary>
    [Id(6)]
    public long? StartedAtMs { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    [Id(7)]
    public long? EndedAtMs { get; init; }

    /// <summary>What went wrong, without addresses; null for nothing.</summary>
    [Id(8)]
    public string? Error { get; init; }

    /// <summary>Whether LiveKit encodes the stream anew.</summary>
    [Id(9)]
    public bool IsTranscoding { get; init; }

    /// <summary>Whether a stream comes in.</summary>
    public bool IsActive => Status is IngressStatus.Buffering or IngressStatus.Publishing;

    /// <summary>From LiveKit's words.</summary>
    public static IngressFact Of(LiveKitIngress told) => new()
    {
        LiveKitId = StorableText.Mend(told.IngressId),
        RoomName = told.RoomName,
        IsEnabled = told.IsEnabled,
        Identity = told.ParticipantIdentity,
        Name = told.ParticipantName,
        IsTranscoding = told.IsTranscoding,
        Status = Enum.IsDefined((IngressStatus)told.State) ? (IngressStatus)told.State : IngressStatus.Inactive,
        StartedAtMs = told.StartedAt?.ToUnixTimeMilliseconds(),
        EndedAtMs = told.EndedAt?.ToUnixTimeMilliseconds(),
        Error = IngressText.OfError(told.Error),
    };
}
