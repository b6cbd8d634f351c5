using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>LiveKit's messages about ingress, and our own records, both ways.</summary>
internal static class IngressWire
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    public static Wire.CreateIngressRequest Create(IngressOrder order)
    {
        ArgumentException.ThrowIfNullOrEmpty(order.Name, nameof(order.Name));
        ArgumentException.ThrowIfNullOrEmpty(order.RoomName, nameof(order.RoomName));
        ArgumentException.ThrowIfNullOrEmpty(order.ParticipantIdentity, nameof(order.ParticipantIdentity));
        var request = new Wire.CreateIngressRequest
        {
            InputType = (Wire.IngressInput)order.Input,
            Name = order.Name,
            RoomName = order.RoomName,
            ParticipantIdentity = order.ParticipantIdentity,
            ParticipantName = order.ParticipantName ?? "",
            Url = order.Url ?? "",
        };
        if (order.EnableTranscoding is { } transcode)
        {
            request.EnableTranscoding = transcode;
        }

        return request;
    }

    public static Wire.UpdateIngressRequest Update(string ingressId, IngressUpdate update)
    {
        var request = new Wire.UpdateIngressRequest
        {
            IngressId = ingressId,
            RoomName = update.RoomName ?? "",
            ParticipantIdentity = update.ParticipantIdentity ?? "",
            ParticipantName = update.ParticipantName ?? "",
        };
        if (update.EnableTranscoding is { } transcode)
        {
            request.EnableTranscoding = transcode;
        }

        if (update.IsEnabled is { } enabled)
        {
            request.Enabled = enabled;
        }

        return request;
    }

    public static IngressEndpoint Endpoint(Wire.IngressInfo info) => new(Ingress(info), info.Url, info.StreamKey);

    public static LiveKitIngress Ingress(Wire.IngressInfo info) => new()
    {
        IngressId = info.IngressId,
        Name = info.Name,
        Input = (IngressInput)info.InputType,
        RoomName = info.RoomName,
        ParticipantIdentity = info.ParticipantIdentity,
        ParticipantName = info.ParticipantName,
        IsTranscoding = info.HasEnableTranscoding ? info.EnableTranscoding : info.InputType != Wire.IngressInput.WhipInput,
        IsReusable = info.Reusable,
        IsEnabled = !info.HasEnabled || info.Enabled,
        State = (IngressState)(info.State?.Status ?? 0),
        Error = info.State?.Error ?? "",
        RoomId = info.State?.RoomId ?? "",
        StartedAt = Instant(info.State?.StartedAt),
        EndedAt = Instant(info.State?.EndedAt),
        UpdatedAt = Instant(info.State?.UpdatedAt),
        ResourceId = info.State?.ResourceId ?? "",
    };

    /// <summary>A webhook's message. The stream key is not even read from there.</summary>
    public static LiveKitIngress Ingress(IngressJson info) => new()
    {
        IngressId = info.IngressId ?? "",
        Name = info.Name ?? "",
        Input = (IngressInput)(info.InputType ?? 0),
        RoomName = info.RoomName ?? "",
        ParticipantIdentity = info.ParticipantIdentity ?? "",
        ParticipantName = info.ParticipantName ?? "",
        IsTranscoding = info.EnableTranscoding ?? info.InputType != Wire.IngressInput.WhipInput,
        IsReusable = info.Reusable ?? false,
        IsEnabled = info.Enabled ?? true,
        State = (IngressState)(info.State?.Status ?? 0),
        Error = info.State?.Error ?? "",
        RoomId = info.State?.RoomId ?? "",
        StartedAt = Instant(info.State?.StartedAt),
        EndedAt = Instant(info.State?.EndedAt),
        UpdatedAt = Instant(info.State?.UpdatedAt),
        ResourceId = info.State?.ResourceId ?? "",
    };

    private static DateTimeOffset? Instant(long? nanoseconds) => WireTime.Instant((nanoseconds ?? 0) / NanosecondsPerMillisecond, 0);
}
