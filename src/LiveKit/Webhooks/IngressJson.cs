using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary><c>IngressInfo</c>, without the sender's stream key and without the address, which may carry credentials.</summary>
internal sealed class IngressJson
{
    public string? IngressId { get; set; }

    public string? Name { get; set; }

    public Wire.IngressInput? InputType { get; set; }

    public string? RoomName { get; set; }

    public string? ParticipantIdentity { get; set; }

    public string? ParticipantName { get; set; }

    public bool? EnableTranscoding { get; set; }

    public bool? Reusable { get; set; }

    public bool? Enabled { get; set; }

    public IngressStateJson? State { get; set; }
}

/// <summary><c>IngressState</c>.</summary>
internal sealed class IngressStateJson
{
    public Wire.IngressState.Types.Status? Status { get; set; }

    public string? Error { get; set; }

    public string? RoomId { get; set; }

    public long? StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public long? UpdatedAt { get; set; }

    public string? ResourceId { get; set; }
}
