using System.Text.Json;
using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Webhooks;
using Status = RelayKit.LiveKit.Protocol.IngressState.Types.Status;

namespace RelayKit.LiveKit.Simulator.Ingress;

/// <summary>
/// The ingresses of the cluster and the worker that serves them. Its lock is taken before the cluster's and never the other way round; that somebody
/// was thrown out of a room it therefore finds out by looking, as a worker does by its connection.
/// </summary>
internal sealed class IngressEndpoints(SimulatedCluster cluster, LiveKitNodes nodes, WebhookNotifier webhooks)
{
    private static readonly JsonElement Grants = JsonSerializer.SerializeToElement(new { roomJoin = true, canPublish = true, canSubscribe = false });

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedIngress> _ingresses = new(StringComparer.Ordinal);

    public IngressInfo Create(CreateIngressRequest request)
    {
        var pulls = request.InputType == IngressInput.UrlInput;
        if (request.ParticipantIdentity.Length == 0)
        {
            throw new NodeException("invalid_argument", "no participant identity");
        }

        if (pulls && !(Uri.TryCreate(request.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "srt"))
        {
            throw new NodeException("invalid_argument", "invalid url scheme");
        }

        var key = pulls ? "" : Sid.New("");
        var info = new IngressInfo
        {
            IngressId = Sid.New("IN_"),
            Name = request.Name,
            StreamKey = key,
            Url = request.InputType switch
            {
                IngressInput.UrlInput => request.Url,
                IngressInput.WhipInput => "http://127.0.0.1:8085/w",
                _ => "rtmp://127.0.0.1:1935/live",
            },
            InputType = request.InputType,
            EnableTranscoding = request.HasEnableTranscoding ? request.EnableTranscoding : request.InputType != IngressInput.WhipInput,
            Audio = request.Audio,
            Video = request.Video,
            RoomName = request.RoomName,
            ParticipantIdentity = request.ParticipantIdentity,
            ParticipantName = request.ParticipantName,
            ParticipantMetadata = request.ParticipantMetadata,
            Reusable = !pulls,
            State = new IngressState { Status = pulls ? Status.EndpointBuffering : Status.EndpointInactive },
        };
        if (request.HasEnabled)
        {
            info.Enabled = request.Enabled;
        }

        lock (_gate)
        {
            var ingress = _ingresses[info.IngressId] = new SimulatedIngress(info);
            var answer = info.Clone();
            if (pulls)
            {
                Publish(ingress);
            }

            return answer;
        }
    }

    /// <summary>What is empty stays. A stream that comes in stays where it is: the worker hears of it, and the next stream goes by it.</summary>
    public IngressInfo Update(UpdateIngressRequest request)
    {
        lock (_gate)
        {
            var info = Find(request.IngressId).Info;
            if (!info.Reusable)
            {
                throw new NodeException("invalid_argument", "ingress is not reusable and cannot be modified");
            }

            info.Name = Or(request.Name, info.Name);
            info.RoomName = Or(request.RoomName, info.RoomName);
            info.ParticipantIdentity = Or(request.ParticipantIdentity, info.ParticipantIdentity);
            info.ParticipantName = Or(request.ParticipantName, info.ParticipantName);
            info.ParticipantMetadata = Or(request.ParticipantMetadata, info.ParticipantMetadata);
            info.Audio = request.Audio ?? info.Audio;
            info.Video = request.Video ?? info.Video;
            if (request.HasEnableTranscoding)
            {
                info.EnableTranscoding = request.EnableTranscoding;
            }

            if (request.HasEnabled)
            {
                info.Enabled = request.Enabled;
            }

            if (info.State.Status == Status.EndpointError)
            {
                info.State.Status = Status.EndpointInactive;
            }

            return info.Clone();
        }
    }

    public ListIngressResponse List(ListIngressRequest request)
    {
        Settle();
        lock (_gate)
        {
            var found = request.IngressId.Length > 0
                ? [Find(request.IngressId)]
                : _ingresses.Values.Where(ingress => request.RoomName.Length == 0 || ingress.Info.RoomName == request.RoomName);
            return new ListIngressResponse { Items = { found.Select(ingress => ingress.Info.Clone()) } };
        }
    }

    public IngressInfo Delete(string id)
    {
        lock (_gate)
        {
            var ingress = Find(id);
            End(ingress, error: null);
            _ingresses.Remove(id);
            var answer = ingress.Info.Clone();
            answer.State.Status = Status.EndpointInactive;
            return answer;
        }
    }

    /// <summary>Somebody sends, by the id or by the key.</summary>
    /// <param name="idOrKey">The ingress's id, or its stream key.</param>
    /// <param name="publishes">Whether the stream has come so far that the room gets it.</param>
    public IngressInfo Start(string idOrKey, bool publishes)
    {
        Settle();
        lock (_gate)
        {
            var ingress = Find(idOrKey);
            if (ingress.Info is { HasEnabled: true, Enabled: false })
            {
                throw new NodeException("failed_precondition", "ingress is disabled");
            }

            if (ingress.Published is not null || !ingress.Info.Reusable)
            {
                throw new NodeException("failed_precondition", "ingress is in use, or takes no stream any more");
            }

            if (publishes)
            {
                Publish(ingress);
            }
            else if (!ingress.IsActive)
            {
                Begin(ingress, Status.EndpointBuffering);
            }

            return ingress.Info.Clone();
        }
    }

    /// <summary>The stream ends; with a text of what went wrong, or well.</summary>
    public IngressInfo Stop(string idOrKey, string? error)
    {
        Settle();
        lock (_gate)
        {
            var ingress = Find(idOrKey);
            if (!ingress.IsActive)
            {
                throw new NodeException("failed_precondition", "nobody sends");
            }

            End(ingress, error);
            return ingress.Info.Clone();
        }
    }

    public IReadOnlyList<IngressInfo> All()
    {
        Settle();
        lock (_gate)
        {
            return [.. _ingresses.Values.Select(ingress => ingress.Info.Clone())];
        }
    }

    /// <summary>Ends the streams whose participant has been thrown out, or whose room has ended.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            foreach (var ingress in _ingresses.Values.Where(ingress => ingress.Published is { } there && !IsThere(there, ingress.Info)).ToList())
            {
                ingress.Published = null;
                End(ingress, error: null);
            }
        }
    }

    /// <summary>Nothing is left, as after a start of everything. Nobody is told.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _ingresses.Clear();
        }
    }

    private bool IsThere((string Room, string Sid) published, IngressInfo info) => cluster.Read(rooms =>
        rooms.TryGetValue(published.Room, out var room)
        && room.Present.TryGetValue(info.ParticipantIdentity, out var participant)
        && participant.Info.Sid == published.Sid);

    private SimulatedIngress Find(string idOrKey) =>
        _ingresses.GetValueOrDefault(idOrKey)
        ?? _ingresses.Values.FirstOrDefault(ingress => idOrKey.Length > 0 && ingress.Info.StreamKey == idOrKey)
        ?? throw new NodeException("not_found", "ingress does not exist");

    private void Begin(SimulatedIngress ingress, Status status)
    {
        ingress.Info.State = new IngressState { Status = status, StartedAt = NowNs, UpdatedAt = NowNs, ResourceId = Sid.New("RS_") };
        Tell("ingress_started", ingress);
    }

    private void Publish(SimulatedIngress ingress)
    {
        var info = ingress.Info;
        var claims = new TokenClaims { Identity = info.ParticipantIdentity, Name = info.ParticipantName, Metadata = info.ParticipantMetadata, Kind = "ingress", Video = Grants };
        if (cluster.Join(claims, info.RoomName, active: true) is not { } joined)
        {
            Begin(ingress, Status.EndpointBuffering);
            End(ingress, "room has exceeded its max participants");
            return;
        }

        ingress.Published = (info.RoomName, joined.Participant.Info.Sid);
        var wasBuffering = info.State.StartedAt != 0 && ingress.IsActive;
        if (!wasBuffering)
        {
            info.State = new IngressState { StartedAt = NowNs, ResourceId = Sid.New("RS_") };
        }

        info.State.Status = Status.EndpointPublishing;
        info.State.UpdatedAt = NowNs;
        info.State.RoomId = joined.Room.Sid;
        info.State.Tracks.Add(cluster.Publish(info.RoomName, info.ParticipantIdentity, TrackSource.Camera, info.Video?.Name ?? ""));
        info.State.Tracks.Add(cluster.Publish(info.RoomName, info.ParticipantIdentity, TrackSource.Microphone, info.Audio?.Name ?? ""));
        if (!wasBuffering)
        {
            Tell("ingress_started", ingress);
        }
    }

    private void End(SimulatedIngress ingress, string? error)
    {
        if (!ingress.IsActive)
        {
            return;
        }

        if (ingress.Published is { } published && IsThere(published, ingress.Info))
        {
            cluster.Leave(published.Room, ingress.Info.ParticipantIdentity, DisconnectReason.ClientInitiated);
        }

        ingress.Published = null;
        var state = ingress.Info.State;
        state.Status = error is not null ? Status.EndpointError : ingress.Info.Reusable ? Status.EndpointInactive : Status.EndpointComplete;
        state.Error = error ?? "";
        state.Tracks.Clear();
        state.EndedAt = state.UpdatedAt = NowNs;
        Tell("ingress_ended", ingress);
    }

    private long NowNs => nodes.First.NowMs * 1_000_000;

    private void Tell(string name, SimulatedIngress ingress) =>
        webhooks.Notify(nodes.First, ingress.Info.IngressId, new WebhookEvent { Event = name, IngressInfo = ingress.Info.Clone() });

    private static string Or(string given, string fallback) => given.Length > 0 ? given : fallback;
}
