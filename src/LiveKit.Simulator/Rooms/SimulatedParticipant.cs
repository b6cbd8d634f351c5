using Google.Protobuf.Collections;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>One connection of one identity, and what became of it.</summary>
internal sealed class SimulatedParticipant
{
    private static readonly Dictionary<string, ParticipantInfo.Types.Kind> Kinds =
        Enum.GetValues<ParticipantInfo.Types.Kind>().ToDictionary(kind => kind.ToString(), StringComparer.OrdinalIgnoreCase);

    public SimulatedParticipant(TokenClaims claims, long joinedAtMs)
    {
        JoinedAtMs = joinedAtMs;
        Info = new ParticipantInfo
        {
            Sid = Simulator.Sid.New("PA_"),
            Identity = claims.Identity,
            Name = claims.Name,
            Metadata = claims.Metadata,
            State = ParticipantInfo.Types.State.Joining,
            JoinedAt = joinedAtMs / 1000,
            JoinedAtMs = joinedAtMs,
            Kind = Kinds.GetValueOrDefault(claims.Kind, ParticipantInfo.Types.Kind.Standard),
            Permission = PermissionsOf(claims),
            Version = 1,
        };
        Info.Attributes.Add(claims.Attributes.ToDictionary());
        IsDependent = Info.Kind is ParticipantInfo.Types.Kind.Agent or ParticipantInfo.Types.Kind.Egress
            || claims.Has("agent") || claims.Has("recorder");
        IsRecorder = claims.Has("recorder");
    }

    public ParticipantInfo Info { get; }

    public long JoinedAtMs { get; }

    /// <summary>Agents and recorders: neither counted nor a reason to keep the room open.</summary>
    public bool IsDependent { get; }

    public bool IsRecorder { get; }

    public bool ActiveEver { get; set; }

    /// <summary>When it really ended, Unix milliseconds.</summary>
    public long? LeftAtMs { get; set; }

    /// <summary>The <c>created_at</c> of its <c>participant_left</c>, Unix seconds; null where none was queued.</summary>
    public long? LeftCreatedAt { get; set; }

    private static ParticipantPermission PermissionsOf(TokenClaims claims)
    {
        var canPublish = claims.HasUnlessDenied("canPublish");
        var permission = new ParticipantPermission
        {
            CanPublish = canPublish,
            CanSubscribe = claims.HasUnlessDenied("canSubscribe"),
            CanPublishData = claims.Video.TryGetProperty("canPublishData", out _) ? claims.Has("canPublishData") : canPublish,
            Hidden = claims.Has("hidden"),
            CanUpdateMetadata = claims.Has("canUpdateOwnMetadata"),
            CanSubscribeMetrics = claims.Has("canSubscribeMetrics"),
            CanManageAgentSession = claims.Has("canManageAgentSession"),
        };
        AddSources(permission.CanPublishSources, claims.Texts("canPublishSources"));
        return permission;
    }

    private static void AddSources(RepeatedField<TrackSource> to, IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            to.Add(TrackSources.Parse(word));
        }
    }
}
