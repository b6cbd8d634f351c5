using Google.Protobuf;
using Wire = RelayKit.LiveKit.Protocol;

namespace RelayKit.LiveKit;

/// <summary>Our own records as LiveKit's requests.</summary>
internal static class ToWire
{
    public static Wire.CreateRoomRequest CreateRoom(LiveKitRoomSettings settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(settings.Name, nameof(settings.Name));
        ArgumentOutOfRangeException.ThrowIfNegative(settings.MaxParticipants, nameof(settings.MaxParticipants));
        return new Wire.CreateRoomRequest
        {
            Name = settings.Name,
            RoomPreset = settings.Preset ?? "",
            EmptyTimeout = WireTime.Seconds(settings.EmptyTimeout, nameof(settings.EmptyTimeout)),
            DepartureTimeout = WireTime.Seconds(settings.DepartureTimeout, nameof(settings.DepartureTimeout)),
            MaxParticipants = (uint)settings.MaxParticipants,
            Metadata = settings.Metadata ?? "",
        };
    }

    public static Wire.UpdateParticipantRequest UpdateParticipant(string room, string identity, ParticipantUpdate update)
    {
        var request = new Wire.UpdateParticipantRequest
        {
            Room = room,
            Identity = identity,
            Name = update.Name ?? "",
            Metadata = update.Metadata ?? "",
            Permission = update.Permissions is { } permissions ? Permission(permissions) : null,
        };
        foreach (var (key, value) in update.Attributes ?? new Dictionary<string, string>())
        {
            request.Attributes[key] = value;
        }

        return request;
    }

    public static Wire.SendDataRequest SendData(string room, LiveKitDataMessage message, ReadOnlyMemory<byte> nonce)
    {
        var request = new Wire.SendDataRequest
        {
            Room = room,
            Data = ByteString.CopyFrom(message.Payload.Span),
            Kind = message.Reliable ? Wire.DataPacket.Types.Kind.Reliable : Wire.DataPacket.Types.Kind.Lossy,
            DestinationIdentities = { message.DestinationIdentities },
            Nonce = ByteString.CopyFrom(nonce.Span),
        };
        if (message.Topic is { } topic)
        {
            request.Topic = topic;
        }

        return request;
    }

    public static Wire.RoomConfiguration RoomConfiguration(RoomConfiguration configuration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(configuration.MaxParticipants, nameof(configuration.MaxParticipants));
        var wire = new Wire.RoomConfiguration
        {
            Name = configuration.Name ?? "",
            EmptyTimeout = WireTime.Seconds(configuration.EmptyTimeout, nameof(configuration.EmptyTimeout)),
            DepartureTimeout = WireTime.Seconds(configuration.DepartureTimeout, nameof(configuration.DepartureTimeout)),
            MaxParticipants = (uint)configuration.MaxParticipants,
            Metadata = configuration.Metadata ?? "",
            SyncStreams = configuration.SyncStreams,
        };
        wire.Agents.AddRange(configuration.Agents.Select(agent => new Wire.RoomAgentDispatch
        {
            AgentName = agent.AgentName,
            Metadata = agent.Metadata ?? "",
        }));
        foreach (var (key, value) in configuration.Tags)
        {
            wire.Tags[key] = value;
        }

        return wire;
    }

    private static Wire.ParticipantPermission Permission(ParticipantPermissions permissions) => new()
    {
        CanSubscribe = permissions.CanSubscribe,
        CanPublish = permissions.CanPublish,
        CanPublishData = permissions.CanPublishData,
        CanPublishSources = { permissions.CanPublishSources.Select(source => (Wire.TrackSource)source) },
        Hidden = permissions.Hidden,
        CanUpdateMetadata = permissions.CanUpdateMetadata,
        CanSubscribeMetrics = permissions.CanSubscribeMetrics,
        CanManageAgentSession = permissions.CanManageAgentSession,
    };
}
