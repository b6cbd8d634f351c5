using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Truth;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>One connection of one identity, while it is there. Guarded by its cluster's lock.</summary>
internal sealed class SimulatedParticipant
{
    /// <summary>How long LiveKit waits for a connection to come up.</summary>
    private const long JoinPatienceMs = 60_000;

    private static readonly Dictionary<string, ParticipantInfo.Types.Kind> Kinds =
        Enum.GetValues<ParticipantInfo.Types.Kind>().ToDictionary(kind => kind.ToString(), StringComparer.OrdinalIgnoreCase);

    public SimulatedParticipant(TokenClaims claims, long joinedAtMs)
    {
        Claims = claims;
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
            Permission = GrantedPermission.Of(claims),
            Version = 1,
        };
        Info.Attributes.Add(claims.Attributes.ToDictionary());
        IsDependent = Info.Kind is ParticipantInfo.Types.Kind.Agent or ParticipantInfo.Types.Kind.Egress
            || claims.Has("agent") || claims.Has("recorder");
        IsRecorder = claims.Has("recorder");
        Truth = new ParticipantTruth(Info);
    }

    public ParticipantInfo Info { get; }

    /// <summary>What its token said, to connect once more with.</summary>
    public TokenClaims Claims { get; }

    /// <summary>What stays of it.</summary>
    public ParticipantTruth Truth { get; }

    /// <summary>Agents and recorders: neither counted nor a reason to keep the room open.</summary>
    public bool IsDependent { get; }

    public bool IsRecorder { get; }

    public bool IsOverdue(long nowMs) => !Truth.ActiveEver && nowMs - Truth.JoinedAtMs >= JoinPatienceMs;

    public bool MayPublish(TrackSource source) =>
        Info.Permission.CanPublish && (Info.Permission.CanPublishSources.Count == 0 || Info.Permission.CanPublishSources.Contains(source));

    public TrackInfo? FindTrack(string sid) => Info.Tracks.FirstOrDefault(track => track.Sid == sid);

    public void Activate()
    {
        Truth.ActiveEver = true;
        Info.State = ParticipantInfo.Types.State.Active;
        Info.Version++;
    }

    public void AddTrack(TrackInfo track)
    {
        Info.Tracks.Add(track);
        Info.IsPublisher = true;
        Info.Version++;
    }

    public void RemoveTrack(TrackInfo track)
    {
        Info.Tracks.Remove(track);
        Info.IsPublisher = Info.Tracks.Count > 0;
        Info.Version++;
    }

    /// <summary>The track as it then is; null when there is none of that sid.</summary>
    public TrackInfo? Mute(string sid)
    {
        if (FindTrack(sid) is not { } track)
        {
            return null;
        }

        track.Muted = true;
        Info.Version++;
        return track.Clone();
    }

    /// <summary>Empty text leaves what is there; an attribute without value goes.</summary>
    public void Update(UpdateParticipantRequest request)
    {
        Info.Name = request.Name.Length > 0 ? request.Name : Info.Name;
        Info.Metadata = request.Metadata.Length > 0 ? request.Metadata : Info.Metadata;
        Info.Permission = request.Permission?.Clone() ?? Info.Permission;
        foreach (var (key, value) in request.Attributes)
        {
            if (value.Length == 0)
            {
                Info.Attributes.Remove(key);
            }
            else
            {
                Info.Attributes[key] = value;
            }
        }

        Info.Version++;
    }

    public void Disconnect(DisconnectReason reason, long nowMs)
    {
        Truth.LeftAtMs = nowMs;
        Truth.Reason = reason;
        Info.State = ParticipantInfo.Types.State.Disconnected;
        Info.DisconnectReason = reason;
        Info.Version++;
    }
}
