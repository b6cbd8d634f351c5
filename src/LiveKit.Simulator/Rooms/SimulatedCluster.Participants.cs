using RelayKit.LiveKit.Protocol;
using RelayKit.LiveKit.Simulator.Tokens;

namespace RelayKit.LiveKit.Simulator.Rooms;

internal sealed partial class SimulatedCluster
{
    /// <summary>
    /// Somebody connects; with <paramref name="active"/> false the connection gets no media and waits to be given up.
    /// Null when the room is full: LiveKit then refuses after the handshake, without any webhook.
    /// </summary>
    public (SimulatedRoom Room, SimulatedParticipant Participant)? Join(TokenClaims claims, string roomName, bool active)
    {
        lock (_gate)
        {
            var room = _rooms.GetValueOrDefault(roomName) ?? Open(roomName, opened => opened.Configure(claims.RoomConfig));
            if (room.Present.TryGetValue(claims.Identity, out var older))
            {
                Leave(room, older, DisconnectReason.DuplicateIdentity);
            }

            var participant = new SimulatedParticipant(claims, room.Node.NowMs);
            if (room.IsFullFor(participant))
            {
                return null;
            }

            Enter(room, participant, active);
            return (room, participant);
        }
    }

    /// <summary>Ends a connection; <paramref name="absent"/> says what is wrong when there is no such room or participant.</summary>
    public void Leave(string roomName, string identity, DisconnectReason reason, Func<NodeException>? absent = null)
    {
        lock (_gate)
        {
            var (room, participant) = Find(roomName, identity, absent);
            Leave(room, participant, reason);
        }
    }

    public TrackInfo Publish(string roomName, string identity, TrackSource source, string name)
    {
        lock (_gate)
        {
            var (room, participant) = Find(roomName, identity, null);
            if (!participant.Truth.ActiveEver)
            {
                throw new NodeException("failed_precondition", "participant is not active");
            }

            if (!participant.MayPublish(source))
            {
                throw new NodeException("failed_precondition", "participant does not have permission to publish this source");
            }

            var track = TrackSources.NewTrack(source, name);
            participant.AddTrack(track);
            _tell.Published(room, participant, track);
            return track.Clone();
        }
    }

    public void Unpublish(string roomName, string identity, string trackSid)
    {
        lock (_gate)
        {
            var (room, participant) = Find(roomName, identity, null);
            Unpublish(room, participant, participant.FindTrack(trackSid) ?? throw new NodeException("not_found", "track is not found"));
        }
    }

    /// <summary>Reads or changes a participant in a way that no webhook tells of.</summary>
    public T WithParticipant<T>(string roomName, string identity, Func<NodeException>? absent, Func<SimulatedParticipant, T> act)
    {
        lock (_gate)
        {
            return act(Find(roomName, identity, absent).Participant);
        }
    }

    /// <summary>New permissions replace all old ones; what may no longer be published is unpublished.</summary>
    public ParticipantInfo UpdateParticipant(UpdateParticipantRequest request)
    {
        lock (_gate)
        {
            var (room, participant) = Find(request.Room, request.Identity, NodeException.NoParticipant);
            participant.Update(request);
            foreach (var track in participant.Info.Tracks.Where(track => !participant.MayPublish(track.Source)).ToList())
            {
                Unpublish(room, participant, track);
            }

            return participant.Info.Clone();
        }
    }

    private (SimulatedRoom Room, SimulatedParticipant Participant) Find(string roomName, string identity, Func<NodeException>? absent)
    {
        var room = _rooms.GetValueOrDefault(roomName) ?? throw (absent ?? NodeException.NoRoom)();
        return (room, room.Present.GetValueOrDefault(identity) ?? throw (absent ?? NodeException.NoParticipant)());
    }

    private void Enter(SimulatedRoom room, SimulatedParticipant participant, bool active)
    {
        room.Add(participant);
        _history.CountParticipant();
        if (active)
        {
            participant.Activate();
            participant.Truth.Joined = _tell.Joined(room, participant).Fate;
        }
    }

    /// <summary>Tracks first, as LiveKit's close path does, then the participant.</summary>
    private void Leave(SimulatedRoom room, SimulatedParticipant participant, DisconnectReason reason)
    {
        foreach (var track in participant.Info.Tracks.ToList())
        {
            Unpublish(room, participant, track);
        }

        room.Remove(participant);
        participant.Disconnect(reason, room.Node.NowMs);
        if (participant.Truth.ActiveEver)
        {
            var left = _tell.Left(room, participant);
            (participant.Truth.LeftCreatedAt, participant.Truth.Left) = (left.CreatedAt, left.Fate);
        }
        else
        {
            _tell.Aborted(room, participant);
        }
    }

    private void Unpublish(SimulatedRoom room, SimulatedParticipant participant, TrackInfo track)
    {
        participant.RemoveTrack(track);
        _tell.Unpublished(room, participant, track);
    }
}
