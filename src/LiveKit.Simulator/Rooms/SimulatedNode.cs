using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator.Rooms;

/// <summary>
/// The state of a LiveKit server: rooms by name, participants by identity. One lock: a change and the queueing of its webhook are
/// one step, so that the order in the queue is the order in which things happened.
/// </summary>
internal sealed class SimulatedNode(WebhookNotifier webhooks, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedRoom> _rooms = new(StringComparer.Ordinal);
    private readonly List<SimulatedRoom> _everyRoom = [];
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => CloseTimedOut(), null, CheckInterval, CheckInterval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Reads something of the live rooms.</summary>
    public T Read<T>(Func<IReadOnlyDictionary<string, SimulatedRoom>, long, T> read)
    {
        lock (_gate)
        {
            return read(_rooms, NowMs);
        }
    }

    /// <summary>Reads something of every room there ever was.</summary>
    public T ReadHistory<T>(Func<IReadOnlyList<SimulatedRoom>, T> read)
    {
        lock (_gate)
        {
            return read(_everyRoom);
        }
    }

    public Room CreateRoom(CreateRoomRequest request)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(request.Name, out var room))
            {
                room = Open(request.Name, opened => opened.Configure(
                    request.EmptyTimeout, request.DepartureTimeout, request.MaxParticipants, request.Metadata));
            }

            return room.ToWire(NowMs);
        }
    }

    public void DeleteRoom(string name)
    {
        lock (_gate)
        {
            Close(Find(name), DisconnectReason.RoomDeleted);
        }
    }

    /// <summary>Somebody connects. Null when the room is full: LiveKit then refuses after the handshake, without any webhook.</summary>
    public (SimulatedRoom Room, SimulatedParticipant Participant)? Join(TokenClaims claims, string roomName, bool abort)
    {
        lock (_gate)
        {
            var room = _rooms.TryGetValue(roomName, out var live) ? live : Open(roomName, opened => Configure(opened, claims));
            var participant = new SimulatedParticipant(claims, NowMs);
            if (!participant.IsDependent && room.MaxParticipants > 0
                && room.Independent - (room.Present.ContainsKey(claims.Identity) ? 1 : 0) >= room.MaxParticipants)
            {
                return null;
            }

            if (room.Present.TryGetValue(claims.Identity, out var older))
            {
                Leave(room, older, DisconnectReason.DuplicateIdentity);
            }

            room.Add(participant);
            if (abort)
            {
                Leave(room, participant, DisconnectReason.JoinFailure);
            }
            else
            {
                participant.Info.State = ParticipantInfo.Types.State.Active;
                participant.ActiveEver = true;
                Tell("participant_joined", room, participant);
            }

            return (room, participant);
        }
    }

    public void Leave(string roomName, string identity, DisconnectReason reason)
    {
        lock (_gate)
        {
            var room = Find(roomName);
            Leave(room, Find(room, identity), reason);
        }
    }

    public TrackInfo Publish(string roomName, string identity, TrackSource source, string name)
    {
        lock (_gate)
        {
            var room = Find(roomName);
            var participant = Find(room, identity);
            var track = new TrackInfo
            {
                Sid = Sid.New(TrackSources.SidPrefix(source)),
                Type = TrackSources.TypeOf(source),
                Source = source,
                Name = name,
                MimeType = TrackSources.TypeOf(source) == TrackType.Audio ? "audio/opus" : "video/VP8",
            };
            participant.Info.Tracks.Add(track);
            participant.Info.IsPublisher = true;
            participant.Info.Version++;
            Tell("track_published", room, participant, track);
            return track.Clone();
        }
    }

    public void Unpublish(string roomName, string identity, string trackSid)
    {
        lock (_gate)
        {
            var room = Find(roomName);
            var participant = Find(room, identity);
            var track = participant.Info.Tracks.FirstOrDefault(track => track.Sid == trackSid)
                ?? throw new NodeException("not_found", "track is not found");
            Unpublish(room, participant, track);
        }
    }

    /// <summary>Changes a participant or its room; no webhook tells of it.</summary>
    public T Change<T>(string roomName, string identity, Func<SimulatedParticipant, T> change)
    {
        lock (_gate)
        {
            return change(Find(Find(roomName), identity));
        }
    }

    public Room UpdateMetadata(string roomName, string metadata)
    {
        lock (_gate)
        {
            var room = Find(roomName);
            room.Metadata = metadata;
            return room.ToWire(NowMs);
        }
    }

    /// <summary>The node dies: everything in its memory is gone, and nobody is told.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values)
            {
                room.Lost = true;
                foreach (var participant in room.Present.Values)
                {
                    participant.LeftAtMs = NowMs;
                }
            }

            _rooms.Clear();
            webhooks.LoseAll();
        }
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    private SimulatedRoom Find(string name) => _rooms.GetValueOrDefault(name) ?? throw NodeException.NoRoom();

    private static SimulatedParticipant Find(SimulatedRoom room, string identity) =>
        room.Present.GetValueOrDefault(identity) ?? throw NodeException.NoParticipant();

    private SimulatedRoom Open(string name, Action<SimulatedRoom> configure)
    {
        var room = new SimulatedRoom(name, NowMs);
        configure(room);
        _rooms[name] = room;
        _everyRoom.Add(room);
        webhooks.Notify(name, new WebhookEvent { Event = "room_started", Room = room.ToWire(NowMs) });
        return room;
    }

    private static void Configure(SimulatedRoom room, TokenClaims claims)
    {
        if (claims.RoomConfig.ValueKind == System.Text.Json.JsonValueKind.Object)
        {
            var config = Twirp.WireJson.Parser.Parse<RoomConfiguration>(claims.RoomConfig.GetRawText());
            room.Configure(config.EmptyTimeout, config.DepartureTimeout, config.MaxParticipants, config.Metadata);
        }
    }

    private void CloseTimedOut()
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values.Where(room => room.IsTimedOut(NowMs)).ToList())
            {
                Close(room, DisconnectReason.RoomClosed);
            }
        }
    }

    private void Close(SimulatedRoom room, DisconnectReason reason)
    {
        foreach (var participant in room.Present.Values.ToList())
        {
            Leave(room, participant, reason);
        }

        _rooms.Remove(room.Name);
        room.FinishedAt = webhooks.Notify(room.Name, new WebhookEvent { Event = "room_finished", Room = room.ToWire(NowMs) });
    }

    private void Leave(SimulatedRoom room, SimulatedParticipant participant, DisconnectReason reason)
    {
        foreach (var track in participant.Info.Tracks.ToList())
        {
            Unpublish(room, participant, track);
        }

        room.Present.Remove(participant.Info.Identity);
        room.LastLeftMs = participant.IsDependent ? room.LastLeftMs : NowMs;
        participant.LeftAtMs = NowMs;
        participant.Info.State = ParticipantInfo.Types.State.Disconnected;
        participant.Info.DisconnectReason = reason;
        var createdAt = Tell(participant.ActiveEver ? "participant_left" : "participant_connection_aborted", room, participant);
        participant.LeftCreatedAt = participant.ActiveEver ? createdAt : null;
    }

    private void Unpublish(SimulatedRoom room, SimulatedParticipant participant, TrackInfo track)
    {
        participant.Info.Tracks.Remove(track);
        participant.Info.IsPublisher = participant.Info.Tracks.Count > 0;
        Tell("track_unpublished", room, participant, track);
    }

    private long Tell(string name, SimulatedRoom room, SimulatedParticipant participant) => webhooks.Notify(
        room.Name,
        new WebhookEvent { Event = name, Room = room.ToWire(NowMs), Participant = participant.Info.Clone() });

    /// <summary>Of a track's room and participant LiveKit tells only who they are.</summary>
    private void Tell(string name, SimulatedRoom room, SimulatedParticipant participant, TrackInfo track) => webhooks.Notify(
        room.Name,
        new WebhookEvent
        {
            Event = name,
            Room = new Room { Sid = room.Sid, Name = room.Name },
            Participant = new ParticipantInfo { Sid = participant.Info.Sid, Identity = participant.Info.Identity },
            Track = track.Clone(),
        });
}
