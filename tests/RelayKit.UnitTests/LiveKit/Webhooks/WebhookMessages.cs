extern alias RelayKitLiveKit;

using CsCheck;
using Wire = RelayKitLiveKit::RelayKit.LiveKit.Protocol;

namespace RelayKit.UnitTests.LiveKit.Webhooks;

/// <summary>Webhooks as protobuf's messages, with every field that is read, and some that are not.</summary>
internal static class WebhookMessages
{
    private static readonly Gen<string> Text = OneOf("", "a", "A b", "\"\\/", "\0\n\u2028", "<é>", "日本", "😀");
    private static readonly Gen<long> Time = Gen.OneOf(Gen.Long[0, 4_000_000_000_000], Gen.Long);

    private static readonly Gen<Wire.Room> Rooms =
        from texts in Text.Array[4]
        from times in Time.Array[2]
        from counts in Gen.UInt.Array[4]
        from recording in Gen.Bool
        select new Wire.Room
        {
            Sid = texts[0],
            Name = texts[1],
            Metadata = texts[2],
            TurnPassword = texts[3],
            CreationTime = times[0],
            CreationTimeMs = times[1],
            EmptyTimeout = counts[0],
            DepartureTimeout = counts[1],
            MaxParticipants = counts[2],
            NumParticipants = counts[3],
            ActiveRecording = recording,
            EnabledCodecs = { new Wire.Codec { Mime = texts[3] } },
        };

    private static readonly Gen<Wire.TrackInfo> Tracks =
        from texts in Text.Array[3]
        from type in Enum<Wire.TrackType>()
        from source in Enum<Wire.TrackSource>()
        from muted in Gen.Bool
        from size in Gen.UInt.Array[2]
        select new Wire.TrackInfo
        {
            Sid = texts[0],
            Name = texts[1],
            MimeType = texts[2],
            Type = type,
            Source = source,
            Muted = muted,
            Width = size[0],
            Height = size[1],
            Codecs = { new Wire.SimulcastCodecInfo { MimeType = texts[2] } },
        };

    private static readonly Gen<Wire.ParticipantPermission> Permissions =
        from rights in Gen.Bool.Array[7]
        from sources in Enum<Wire.TrackSource>().Array[0, 3]
        select new Wire.ParticipantPermission
        {
            CanSubscribe = rights[0],
            CanPublish = rights[1],
            CanPublishData = rights[2],
            Hidden = rights[3],
            CanUpdateMetadata = rights[4],
            CanSubscribeMetrics = rights[5],
            CanManageAgentSession = rights[6],
            CanPublishSources = { sources },
        };

    private static readonly Gen<Wire.ParticipantInfo> Participants =
        from texts in Text.Array[5]
        from enums in Gen.Select(Enum<Wire.ParticipantInfo.Types.State>(), Enum<Wire.ParticipantInfo.Types.Kind>(), Enum<Wire.DisconnectReason>())
        from times in Time.Array[2]
        from attributes in Gen.Dictionary(Text, Text)[0, 3]
        from permission in Maybe(Permissions)
        from tracks in Tracks.Array[0, 2]
        select new Wire.ParticipantInfo
        {
            Sid = texts[0],
            Identity = texts[1],
            Name = texts[2],
            Metadata = texts[3],
            Region = texts[4],
            State = enums.Item1,
            Kind = enums.Item2,
            DisconnectReason = enums.Item3,
            JoinedAt = times[0],
            JoinedAtMs = times[1],
            Attributes = { attributes },
            Permission = permission,
            Tracks = { tracks },
        };

    private static readonly Gen<Wire.IngressInfo> Ingresses =
        from texts in Text.Array[10]
        from input in Enum<Wire.IngressInput>()
        from flags in Gen.Bool.Array[3]
        from times in Time.Array[3]
        from status in Maybe(Enum<Wire.IngressState.Types.Status>().Select(status => new Wire.IngressState
        {
            Status = status,
            Error = texts[7],
            RoomId = texts[8],
            ResourceId = texts[9],
            StartedAt = times[0],
            EndedAt = times[1],
            UpdatedAt = times[2],
        }))
        select WithEnabled(flags[0] ? flags[1] : null, new Wire.IngressInfo
        {
            IngressId = texts[0],
            RoomName = texts[1],
            StreamKey = texts[2],
            Url = texts[3],
            Name = texts[4],
            ParticipantIdentity = texts[5],
            ParticipantName = texts[6],
            InputType = input,
            Reusable = flags[2],
            State = status,
        });

    public static Gen<Wire.WebhookEvent> Any { get; } =
        from name in OneOf("room_started", "participant_joined", "later_event")
        from createdAt in Gen.Long[1, 4_000_000_000]
        from room in Maybe(Rooms)
        from participant in Maybe(Participants)
        from track in Maybe(Tracks)
        from egress in Maybe(EgressMessages.Any)
        from ingress in Maybe(Ingresses)
        select new Wire.WebhookEvent
        {
            Id = "EV_1",
            Event = name,
            CreatedAt = createdAt,
            Room = room,
            Participant = participant,
            Track = track,
            EgressInfo = egress,
            IngressInfo = ingress,
        };

    private static Wire.IngressInfo WithEnabled(bool? enabled, Wire.IngressInfo info)
    {
        if (enabled is { } given)
        {
            info.Enabled = given;
        }

        return info;
    }

    public static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.Select(Gen.Bool, gen, (present, value) => present ? value : null);

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Every name that there is, and numbers of a later version.</summary>
    public static Gen<TEnum> Enum<TEnum>()
        where TEnum : struct, Enum =>
        Gen.OneOf(OneOf(System.Enum.GetValues<TEnum>()), Gen.Int.Select(number => (TEnum)System.Enum.ToObject(typeof(TEnum), number)));
}
