using System.Collections.Immutable;
using RelayKit.Events;
using RelayKit.Identifiers;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// One life of a room, folded from LiveKit's events: who is connected, who was, and what the ledger has to be told. It does
/// no I/O and reads no clock. What it knows only grows, or moves to an earlier instant, so that any order and any repetition
/// of the same events ends in the same rows.
/// </summary>
internal sealed partial class SessionState
{
    private const string JoinFact = "participant";

    private readonly RoomKey _room;
    private readonly LabelNumbers _labels = new();
    private readonly LiveParticipants _live;
    private readonly PastParticipants _past = new();
    private SessionMeter _meter;
    private bool _announced;

    /// <summary>Whether what is being taken in has replaced an end by a later one.</summary>
    private bool _movedEndLater;

    private SessionState(RoomKey room, SessionRow row, long periodStartMs, bool announced, int live = 0)
    {
        _room = room;
        _live = new LiveParticipants(live, _labels);
        Row = row;
        _meter = new SessionMeter(periodStartMs);
        _announced = announced;
    }

    /// <summary>The session as the ledger should have it.</summary>
    public SessionRow Row { get; private set; }

    /// <summary>Those who are connected now.</summary>
    public LiveParticipants Live => _live;

    /// <summary>What the room itself gives to whoever is seen for the first time from now on, besides the labels of the own token.</summary>
    public LabelSet RoomLabels { get; set; } = LabelSet.Empty;

    /// <summary>A session that no row exists of yet; its row goes out with its first event.</summary>
    public static SessionState Open(RoomKey room, string roomSid, int generation, long createdAtMs, long periodStartMs)
    {
        var id = FactId.Of(createdAtMs, "session", room.Tenant.Value, roomSid, "");
        return new SessionState(room, new SessionRow(id, roomSid, generation, createdAtMs, null), periodStartMs, announced: false);
    }

    /// <summary>A session read back from the ledger.</summary>
    public static SessionState Restore(RoomKey room, SessionRow row, IReadOnlyCollection<ParticipantRow> participants, long periodStartMs)
    {
        var live = participants.Count(participant => participant.Connected.LeftAtMs is null);
        var state = new SessionState(room, row, periodStartMs, announced: true, live);
        foreach (var participant in participants)
        {
            if (participant.Connected.LeftAtMs is null)
            {
                state._live.Add(
                    participant.Id, ToFact(participant), state._labels.Of(participant.Labels), participant.Connected.JoinedAtMs);
                state.RestoreLooks(participant);
            }
            else
            {
                state._past.Set(participant.LiveKitSid, new PastParticipant(
                    participant.Class, state._labels.Of(participant.Labels), participant.Connected, participant.JoinEventId is not null,
                    participant.LeaveEventId is not null, participant.Looks.EndEstimated, (ushort)participant.Looks.Revision));
            }

            state._meter.Change(participant.Class, participant.Labels, before: null, MeteredStay.Of(
                participant.Connected, participant.JoinEventId is not null, participant.LeaveEventId is not null, participant.Looks));
        }

        return state;
    }

    /// <summary>Takes an event in and says what the ledger gains by it; null when it brings nothing new.</summary>
    /// <param name="e">What LiveKit told.</param>
    /// <param name="arrivedMs">
    /// When it arrived, Unix milliseconds by our clock; null where that is of no matter. Decides nothing but what looks at LiveKit can have
    /// seen before it.
    /// </param>
    public LedgerEntry? Apply(RoomEvent e, long? arrivedMs = null)
    {
        var open = OpenSession;
        var events = ImmutableArray.CreateBuilder<EventRow>(2);
        var reopened = ShowsThatItGoesOn(e);
        var session = reopened ? Reopen() : Announce(events, arrivedMs);
        ParticipantRow? participant = null;
        _movedEndLater = reopened;
        switch (e.Type)
        {
            case RoomEventType.RoomFinished:
                session = Finish(e, events) ?? session;
                break;
            case RoomEventType.ParticipantJoined when e.Participant is { } who:
                participant = Join(e, who, arrivedMs, events);
                break;
            case RoomEventType.ParticipantLeft when e.Participant is { } who:
                participant = Leave(e, who, events);
                session = OutlastEstimate(participant) ?? session;
                break;
            case RoomEventType.TrackPublished when e is { Participant: { } who, Track: { } track }:
                events.Add(TrackEvent(TenantEventTypes.TrackPublished, e, who, track));
                break;
            case RoomEventType.TrackUnpublished when e is { Participant: { } who, Track: { } track }:
                events.Add(TrackEvent(TenantEventTypes.TrackUnpublished, e, who, track));
                break;
        }

        return session is null && participant is null && events.Count == 0
            ? null
            : new LedgerEntry
            {
                Room = _room,
                OpenSession = open,
                Session = session,
                Participant = participant,
                MovesEndLater = _movedEndLater,
                Events = events.DrainToImmutable(),
            };
    }

    /// <summary>The session, if it is one that the ledger takes to be open.</summary>
    private Guid? OpenSession => _announced && Row.EndedAtMs is null ? Row.Id : null;

    /// <summary>The session's lines within the period that starts at <paramref name="periodStartMs"/>.</summary>
    public SessionLine LineFrom(long periodStartMs)
    {
        if (_meter.PeriodStartMs != periodStartMs)
        {
            // A new period has begun: the same intervals, counted from another instant. Once a month, so the whole is walked.
            _meter = new SessionMeter(periodStartMs);
            if (_looked is null)
            {
                foreach (var participant in _live.Connections)
                {
                    _meter.Change(participant.Class, _labels[participant.Labels], null, MeteredStay.Open(participant.JoinedAtMs, joinTold: true));
                }
            }
            else
            {
                foreach (var participant in _live)
                {
                    _meter.Change(
                        participant.Class,
                        participant.Labels ?? LabelSet.Empty,
                        null,
                        MeteredStay.Open(participant.JoinedAtMs, LookOf(participant.LiveKitSid).JoinTold));
                }
            }

            foreach (var participant in _past.All)
            {
                _meter.Change(participant.Class, _labels[participant.Labels], null, participant.Stay);
            }
        }

        return _meter.Snapshot(Row.Id, Row.EndedAtMs is not null);
    }

    private SessionRow? Announce(ImmutableArray<EventRow>.Builder events, long? arrivedMs)
    {
        if (_announced)
        {
            return null;
        }

        _announced = true;
        Row = IsLate(Row.StartedAtMs, arrivedMs) ? Row with { Looks = UnseenSince(Row.StartedAtMs) } : Row;
        events.Add(RoomEventRow(TenantEventTypes.RoomStarted, Row.StartedAtMs));
        return Row;
    }

    private ParticipantRow? Join(RoomEvent e, ParticipantFact who, long? arrivedMs, ImmutableArray<EventRow>.Builder events)
    {
        var joined = new ConnectedInterval(who.JoinedAtMs ?? e.CreatedAtMs, Row.ToldEndMs);
        if (_past.TryGet(who.Sid, out var past))
        {
            return Correct(e, who, past, past with { Connected = past.Connected.Merge(joined), JoinSeen = true });
        }

        if (_live.TryGet(who.Sid, out var live))
        {
            var news = TellJoin(who.Sid);
            return news || joined.JoinedAtMs < live.JoinedAtMs ? MoveJoin(who.Sid, live, joined, e, joinToldBefore: !news) : null;
        }

        var id = IdOf(who.Sid, joined.JoinedAtMs);
        events.Add(ParticipantEventRow(TenantEventTypes.ParticipantJoined, id, who, joined with { LeftAtMs = null }, null));
        var labels = LabelsOf(who);
        var looks = default(Sighting);
        if (Row.Looks.EndEstimated)
        {
            // By the time this join arrived two looks had missed the room, and none had seen the one who joined.
            joined = joined with { LeftAtMs = joined.JoinedAtMs };
            looks = new Sighting(1, null, EndEstimated: true);
        }

        if (joined.LeftAtMs is not null)
        {
            // The room had finished by the time this join arrived: LiveKit's order was lost on the way, not the interval.
            past = new PastParticipant(
                who.Class, _labels.Of(labels), joined, JoinSeen: true, LeaveSeen: false, looks.EndEstimated, (ushort)looks.Revision);
            _past.Set(who.Sid, past);
            _meter.Change(who.Class, labels, null, past.Stay);
            events.Add(ParticipantEventRow(TenantEventTypes.ParticipantLeft, id, who, joined, null));
        }
        else
        {
            _live.Add(id, who, _labels.Of(labels), joined.JoinedAtMs);
            _meter.Change(who.Class, labels, null, MeteredStay.Open(joined.JoinedAtMs, joinTold: true));
            looks = LearnLate(who.Sid, joined.JoinedAtMs, arrivedMs);
        }

        return ToRow(id, who, who.Class, labels, joined, joinEvent: e.LiveKitEventId, leaveEvent: null, inLedger: false, looks);
    }

    private ParticipantRow? Leave(RoomEvent e, ParticipantFact who, ImmutableArray<EventRow>.Builder events)
    {
        var left = Math.Min(e.CreatedAtMs, Row.ToldEndMs ?? long.MaxValue);
        if (_past.TryGet(who.Sid, out var past))
        {
            var known = new ConnectedInterval(who.JoinedAtMs ?? past.Connected.JoinedAtMs, left);
            var before = past.EndEstimated ? past.Connected with { LeftAtMs = null } : past.Connected;
            return Correct(e, who, past, past with { Connected = before.Merge(known), LeaveSeen = true, EndEstimated = false });
        }

        ConnectedInterval connected;
        Guid id;
        var inLedger = _live.Remove(who.Sid, out var live);
        var looks = ForgetLooks(who.Sid);
        var joinSeen = inLedger && looks is not { JoinTold: false };
        var labels = inLedger ? _labels[live.Labels] : LabelsOf(who);
        if (inLedger)
        {
            connected = new ConnectedInterval(Math.Min(live.JoinedAtMs, who.JoinedAtMs ?? live.JoinedAtMs), left);
            who = who with { Class = live.Class };
            id = connected.JoinedAtMs == live.JoinedAtMs ? live.Id : IdOf(who.Sid, connected.JoinedAtMs);
        }
        else
        {
            // The join was lost or is late; the leave carries its instant, so the whole interval is known all the same.
            connected = new ConnectedInterval(who.JoinedAtMs ?? e.CreatedAtMs, left);
            id = IdOf(who.Sid, connected.JoinedAtMs);
            events.Add(ParticipantEventRow(TenantEventTypes.ParticipantJoined, id, who, connected with { LeftAtMs = null }, null));
        }

        past = new PastParticipant(who.Class, _labels.Of(labels), connected, joinSeen, LeaveSeen: true, Revision: looks?.Revision ?? 0);
        _past.Set(who.Sid, past);
        _meter.Change(who.Class, labels, inLedger ? MeteredStay.Open(live.JoinedAtMs, joinSeen) : null, past.Stay);
        events.Add(ParticipantEventRow(TenantEventTypes.ParticipantLeft, id, who, connected, who.DisconnectReason));
        return ToRow(id, who, who.Class, labels, connected, joinEvent: null, leaveEvent: e.LiveKitEventId, inLedger);
    }

    private SessionRow? Finish(RoomEvent e, ImmutableArray<EventRow>.Builder events)
    {
        if (Row.ToldEndMs <= e.CreatedAtMs)
        {
            return null;
        }

        var first = Row.EndedAtMs is null;
        _movedEndLater |= Row.EndedAtMs < e.CreatedAtMs;
        Row = Row with { EndedAtMs = e.CreatedAtMs, Looks = Row.Looks with { EndEstimated = false } };
        foreach (var live in _live)
        {
            var connected = new ConnectedInterval(live.JoinedAtMs, e.CreatedAtMs);
            var looks = ForgetLooks(live.LiveKitSid);
            var labels = live.Labels ?? LabelSet.Empty;
            var past = new PastParticipant(
                live.Class, _labels.Of(labels), connected, looks is not { JoinTold: false }, LeaveSeen: false, Revision: looks?.Revision ?? 0);
            _past.Set(live.LiveKitSid, past);
            _meter.Change(live.Class, labels, MeteredStay.Open(live.JoinedAtMs, past.JoinSeen), past.Stay);
            events.Add(ParticipantEventRow(TenantEventTypes.ParticipantLeft, live.Id, ToFact(live), connected, null));
        }

        _live.Clear();
        foreach (var (before, after) in _past.EndAt(e.CreatedAtMs))
        {
            _meter.Change(after.Class, _labels[after.Labels], before.Stay, after.Stay);
        }

        if (first)
        {
            events.Add(RoomEventRow(TenantEventTypes.RoomFinished, e.CreatedAtMs));
        }

        return Row;
    }

    private ParticipantRow? MoveJoin(string sid, LiveConnection live, ConnectedInterval joined, RoomEvent e, bool joinToldBefore)
    {
        joined = joined with { JoinedAtMs = Math.Min(joined.JoinedAtMs, live.JoinedAtMs) };
        if (!_live.TryMoveJoin(sid, joined.JoinedAtMs, out var moved))
        {
            return null;
        }

        var labels = _labels[live.Labels];
        _meter.Change(
            live.Class, labels, MeteredStay.Open(live.JoinedAtMs, joinToldBefore), MeteredStay.Open(joined.JoinedAtMs, joinTold: true));
        return ToRow(IdOf(sid, joined.JoinedAtMs), ToFact(moved), live.Class, labels, joined, e.LiveKitEventId, leaveEvent: null, inLedger: true);
    }

    private ParticipantRow? Correct(RoomEvent e, ParticipantFact who, PastParticipant past, PastParticipant now)
    {
        if (now == past)
        {
            return null;
        }

        _past.Set(who.Sid, now);
        _movedEndLater |= now.Connected.EndMs > past.Connected.EndMs;
        var labels = _labels[past.Labels];
        _meter.Change(past.Class, labels, past.Stay, now.Stay);
        var id = IdOf(who.Sid, now.Connected.JoinedAtMs);
        var looks = now.EndEstimated ? new Sighting(now.Revision, null, EndEstimated: true) : default;
        return e.Type == RoomEventType.ParticipantJoined
            ? ToRow(id, who, past.Class, labels, now.Connected, joinEvent: e.LiveKitEventId, leaveEvent: null, inLedger: true, looks)
            : ToRow(id, who, past.Class, labels, now.Connected, joinEvent: null, leaveEvent: e.LiveKitEventId, inLedger: true, looks);
    }

    /// <summary>What the ledger is told of somebody who has not been seen before.</summary>
    private LabelSet LabelsOf(ParticipantFact who) => who.Labels is { } own ? RoomLabels.With(own) : RoomLabels;

    private ParticipantRow ToRow(
        Guid id,
        ParticipantFact who,
        ParticipantClass @class,
        LabelSet labels,
        ConnectedInterval connected,
        string? joinEvent,
        string? leaveEvent,
        bool inLedger,
        Sighting looks = default) => new()
        {
            Id = id,
            SessionId = Row.Id,
            LiveKitSid = who.Sid,
            Identity = who.Identity,
            Name = who.Name,
            Class = @class,
            Labels = labels,
            Connected = connected,
            DisconnectReason = leaveEvent is null ? null : who.DisconnectReason ?? "unknown_reason",
            JoinEventId = joinEvent,
            LeaveEventId = leaveEvent,
            InLedger = inLedger,
            Looks = looks,
        };

    private static ParticipantFact ToFact(ParticipantRow row) =>
        new() { Sid = row.LiveKitSid, Identity = row.Identity, Name = row.Name, Class = row.Class };

    private static ParticipantFact ToFact(LiveParticipant live) =>
        new() { Sid = live.LiveKitSid, Identity = live.Identity, Name = live.Name, Class = live.Class };

    private Guid IdOf(string participantSid, long joinedAtMs) =>
        FactId.Of(joinedAtMs, JoinFact, _room.Tenant.Value, Row.LiveKitSid, participantSid);

    private EventRow RoomEventRow(string type, long atMs) => new(
        FactId.Of(atMs, type, _room.Tenant.Value, Row.LiveKitSid, ""),
        type,
        atMs,
        TenantEventData.Room(_room, Row.Id, Row.LiveKitSid, Row.StartedAtMs, Row.EndedAtMs));

    private EventRow ParticipantEventRow(string type, Guid id, ParticipantFact who, ConnectedInterval connected, string? reason)
    {
        var atMs = connected.EndMs ?? connected.JoinedAtMs;

        // By the join, also for a leave: a connection is left once, but of when that was, two activations may know different things.
        return new EventRow(
            FactId.Of(connected.JoinedAtMs, type, _room.Tenant.Value, Row.LiveKitSid, who.Sid),
            type,
            atMs,
            TenantEventData.Participant(_room, Row.Id, Row.LiveKitSid, id, who, connected, reason));
    }

    private EventRow TrackEvent(string type, RoomEvent e, ParticipantFact who, TrackFact track) => new(
        FactId.Of(e.CreatedAtMs, type, _room.Tenant.Value, e.RoomSid, track.Sid),
        type,
        e.CreatedAtMs,
        TenantEventData.Track(_room, Row.Id, Row.LiveKitSid, who, track));
}
