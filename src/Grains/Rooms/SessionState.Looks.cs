using System.Collections.Immutable;
using RelayKit.Events;
using RelayKit.Labels;
using RelayKit.Ledger;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// What looks at LiveKit add to what its webhooks told: who is there without a word is taken in, who has been missed by two looks
/// has left, at the last look that saw it. A look never says more than it saw: LiveKit's own word replaces it at any time.
/// </summary>
internal sealed partial class SessionState
{
    /// <summary>
    /// Two looks that are closer together than this are one: what has just begun or ended may stand in LiveKit's lists or not.
    /// </summary>
    public const long BetweenLooksMs = 10_000;

    /// <summary>LiveKit's count of a room's participants may be as old as this, so a count that agreed has seen them only that long before.</summary>
    public const long CountLagMs = 5_000;

    /// <summary>
    /// What arrives later than this may have missed a look, which then found the ledger as LiveKit was without having seen what had begun.
    /// Not less than <see cref="CountLagMs"/>: a look between a beginning and its arrival would be taken to have seen it so long before
    /// that it had not begun.
    /// </summary>
    public const long LateMs = CountLagMs;

    /// <summary>What looks know of those who are connected; null as long as webhooks were enough, which is nearly always.</summary>
    private Dictionary<string, LiveLook>? _looked;

    /// <summary>The first of the looks in a row that have missed the session itself.</summary>
    private long? _missedAtMs;

    /// <summary>Takes in who is connected now.</summary>
    /// <param name="atMs">When LiveKit listed the room, Unix milliseconds of its clock.</param>
    /// <param name="previousMs">The look before, which found nothing amiss with this session; null when there was none.</param>
    /// <param name="connected">Everybody in the room whose media is connected.</param>
    /// <returns>What the ledger gains; null when the look found what is known.</returns>
    public LedgerEntry? Look(long atMs, long? previousMs, IReadOnlyCollection<ParticipantFact> connected)
    {
        if (Row.ToldEndMs is not null)
        {
            // It is about to leave LiveKit's lists.
            return null;
        }

        _missedAtMs = null;
        var seenMs = Earliest(LastSeen(previousMs), EarliestUnknown(connected));
        var changes = new Changes(OpenSession);
        SeeSession(changes);
        foreach (var who in connected)
        {
            See(changes, who, atMs);
        }

        var there = connected.Select(static who => who.Sid).ToHashSet(StringComparer.Ordinal);
        foreach (var live in _live.Where(live => !there.Contains(live.LiveKitSid)).ToList())
        {
            Miss(changes, live, atMs, seenMs);
        }

        return changes.ToEntry(_room);
    }

    /// <summary>LiveKit does not list the session. After the second such look it has ended, and everybody in it has left.</summary>
    /// <inheritdoc cref="Look"/>
    public LedgerEntry? MissSession(long atMs, long? previousMs)
    {
        if (Row.EndedAtMs is not null || Row.StartedAtMs > atMs || !_announced)
        {
            return null;
        }

        if (_missedAtMs is not { } missedAt)
        {
            _missedAtMs = atMs;
            return CannotSee(previousMs);
        }

        if (atMs - missedAt < BetweenLooksMs)
        {
            return null;
        }

        var changes = new Changes(OpenSession);
        foreach (var live in _live.ToList())
        {
            Close(changes, live, LastSeenOf(live, Row.Looks.LastSeenMs));
        }

        var endMs = Math.Max(Math.Max(Row.StartedAtMs, Row.Looks.LastSeenMs ?? 0), _meter.MarkMs);
        Row = Row with { EndedAtMs = endMs, Looks = new Sighting(Row.Looks.Revision + 1, Row.Looks.LastSeenMs, EndEstimated: true) };
        changes.Session = Row;
        changes.Events.Add(RoomEventRow(TenantEventTypes.RoomFinished, endMs));
        return changes.ToEntry(_room);
    }

    /// <summary>
    /// The look at the session failed, or missed it: from now on the last look that saw it is the one before. Kept in the ledger, since
    /// whoever wakes after a crash has to know it.
    /// </summary>
    public LedgerEntry? CannotSee(long? previousMs)
    {
        if (Row.EndedAtMs is not null || Row.Looks.LastSeenMs is not null || !_announced)
        {
            return null;
        }

        Row = Row with
        {
            Looks = new Sighting(Row.Looks.Revision + 1, Math.Max(Row.StartedAtMs, LastSeen(previousMs) ?? 0), EndEstimated: false),
        };
        return new Changes(OpenSession) { Session = Row }.ToEntry(_room);
    }

    private void RestoreLooks(ParticipantRow row)
    {
        if (row.Looks != default || row.JoinEventId is null)
        {
            (_looked ??= new(StringComparer.Ordinal))[row.LiveKitSid] =
                new LiveLook((ushort)row.Looks.Revision, row.Looks.LastSeenMs, null, row.JoinEventId is not null);
        }
    }

    /// <summary>Of one whose join comes late no look has seen anything yet, so that the next one asks.</summary>
    private Sighting LearnLate(string sid, long joinedAtMs, long? arrivedMs)
    {
        if (!IsLate(joinedAtMs, arrivedMs))
        {
            return default;
        }

        var late = UnseenSince(joinedAtMs);
        (_looked ??= new(StringComparer.Ordinal))[sid] = new LiveLook((ushort)late.Revision, late.LastSeenMs, null, JoinTold: true);
        return late;
    }

    private static bool IsLate(long beganMs, long? arrivedMs) => arrivedMs - beganMs > LateMs;

    /// <summary>As if a look had missed it just after it began.</summary>
    private static Sighting UnseenSince(long beganMs) => new(1, beganMs, EndEstimated: false);

    /// <summary>Marks that LiveKit itself has told of a join; whether that was not known.</summary>
    private bool TellJoin(string sid)
    {
        if (_looked is null || !_looked.TryGetValue(sid, out var look) || look.JoinTold)
        {
            return false;
        }

        _looked[sid] = look with { JoinTold = true };
        return true;
    }

    private LiveLook? ForgetLooks(string sid)
    {
        if (_looked is null || !_looked.Remove(sid, out var look))
        {
            return null;
        }

        _looked = _looked.Count > 0 ? _looked : null;
        return look;
    }

    /// <summary>Whether an event happened after the end that was only an estimate: then there was no end.</summary>
    private bool ShowsThatItGoesOn(RoomEvent e) =>
        Row.Looks.EndEstimated && e.CreatedAtMs > Row.EndedAtMs && e.Type switch
        {
            RoomEventType.ParticipantJoined => e.Participant is { } who && !_past.TryGet(who.Sid, out _),
            RoomEventType.TrackPublished => true,
            _ => false,
        };

    /// <summary>The last look that saw it stays known until another one does.</summary>
    private SessionRow Reopen()
    {
        _missedAtMs = null;
        return Row = Row with { EndedAtMs = null, Looks = Row.Looks with { Revision = Row.Looks.Revision + 1, EndEstimated = false } };
    }

    /// <summary>Nobody outlasts the session: whose leave was later than the end that was estimated shows that the end was.</summary>
    private SessionRow? OutlastEstimate(ParticipantRow? left)
    {
        if (!Row.Looks.EndEstimated || !(left?.Connected.EndMs > Row.EndedAtMs))
        {
            return null;
        }

        return Row = Row with { EndedAtMs = left.Connected.EndMs, Looks = Row.Looks with { Revision = Row.Looks.Revision + 1 } };
    }

    private void SeeSession(Changes changes)
    {
        changes.Session = Announce(changes.Events, arrivedMs: null);
        if (changes.Session is null && (Row.Looks.LastSeenMs is not null || Row.EndedAtMs is not null))
        {
            changes.MovesEndLater = Row.EndedAtMs is not null;
            changes.Session = Row = Row with { EndedAtMs = null, Looks = new Sighting(Row.Looks.Revision + 1, null, EndEstimated: false) };
        }
    }

    private void See(Changes changes, ParticipantFact who, long atMs)
    {
        if (_live.TryGet(who.Sid, out var live))
        {
            if (_looked is not null && _looked.TryGetValue(who.Sid, out var look) && look.LastSeenMs is not null)
            {
                SeeAgain(changes, who, live, look);
            }

            return;
        }

        if (_past.TryGet(who.Sid, out var past))
        {
            if (past.EndEstimated)
            {
                ComeBack(changes, who, past);
            }

            return;
        }

        var joined = new ConnectedInterval(who.JoinedAtMs ?? atMs, null);
        var id = IdOf(who.Sid, joined.JoinedAtMs);
        var labels = LabelsOf(who);
        _live.Add(id, who, _labels.Of(labels), joined.JoinedAtMs);
        var found = new LiveLook(1, null, null, JoinTold: false);
        (_looked ??= new(StringComparer.Ordinal))[who.Sid] = found;
        _meter.Change(who.Class, labels, null, MeteredStay.Open(joined.JoinedAtMs, joinTold: false));
        changes.Rows.Add(ToRow(id, who, who.Class, labels, joined, joinEvent: null, leaveEvent: null, inLedger: false, found.ToSighting()));
        changes.Events.Add(ParticipantEventRow(TenantEventTypes.ParticipantJoined, id, who, joined, null));
    }

    /// <summary>Somebody whom an earlier look had missed is there.</summary>
    private void SeeAgain(Changes changes, ParticipantFact who, LiveConnection live, LiveLook look)
    {
        var seen = new LiveLook((ushort)(look.Revision + 1), null, null, look.JoinTold);
        _looked![who.Sid] = seen;
        var connected = new ConnectedInterval(live.JoinedAtMs, null);
        changes.Rows.Add(
            ToRow(live.Id, who, live.Class, _labels[live.Labels], connected, joinEvent: null, leaveEvent: null, inLedger: true, seen.ToSighting()));
    }

    /// <summary>Two looks had missed somebody who is there all the same.</summary>
    private void ComeBack(Changes changes, ParticipantFact who, PastParticipant past)
    {
        var back = new LiveLook((ushort)(past.Revision + 1), null, null, past.JoinSeen);
        (_looked ??= new(StringComparer.Ordinal))[who.Sid] = back;
        var connected = past.Connected with { LeftAtMs = null };
        var id = IdOf(who.Sid, connected.JoinedAtMs);
        _past.Remove(who.Sid);
        _live.Add(id, who with { Class = past.Class }, past.Labels, connected.JoinedAtMs);
        _meter.Change(past.Class, _labels[past.Labels], past.Stay, MeteredStay.Open(connected.JoinedAtMs, past.JoinSeen));
        changes.Rows.Add(
            ToRow(id, who, past.Class, _labels[past.Labels], connected, joinEvent: null, leaveEvent: null, inLedger: true, back.ToSighting()));
        changes.MovesEndLater = true;
    }

    private void Miss(Changes changes, LiveParticipant live, long atMs, long? seenMs)
    {
        if (live.JoinedAtMs > atMs)
        {
            // It joined after LiveKit had listed the room.
            return;
        }

        var look = LookOf(live.LiveKitSid);
        if (look.MissedAtMs is { } missedAt && look.LastSeenMs is { } lastSeen)
        {
            if (atMs - missedAt >= BetweenLooksMs)
            {
                Close(changes, live, lastSeen);
            }

            return;
        }

        var missed = look with { Revision = (ushort)(look.Revision + 1), LastSeenMs = look.LastSeenMs ?? LastSeenOf(live, seenMs), MissedAtMs = atMs };
        (_looked ??= new(StringComparer.Ordinal))[live.LiveKitSid] = missed;
        if (look.LastSeenMs is null)
        {
            var connected = new ConnectedInterval(live.JoinedAtMs, null);
            changes.Rows.Add(ToRow(
                live.Id, ToFact(live), live.Class, live.Labels ?? LabelSet.Empty, connected, joinEvent: null, leaveEvent: null, inLedger: true,
                missed.ToSighting()));
        }
    }

    private void Close(Changes changes, LiveParticipant live, long lastSeenMs)
    {
        var look = LookOf(live.LiveKitSid);
        var connected = new ConnectedInterval(live.JoinedAtMs, Math.Max(live.JoinedAtMs, look.LastSeenMs ?? lastSeenMs));
        var revision = (ushort)(look.Revision + 1);
        _live.Remove(live.LiveKitSid, out _);
        ForgetLooks(live.LiveKitSid);
        var labels = live.Labels ?? LabelSet.Empty;
        var past = new PastParticipant(live.Class, _labels.Of(labels), connected, look.JoinTold, LeaveSeen: false, EndEstimated: true, revision);
        _past.Set(live.LiveKitSid, past);
        _meter.Change(live.Class, labels, MeteredStay.Open(live.JoinedAtMs, look.JoinTold), past.Stay);
        var looks = new Sighting(revision, look.LastSeenMs ?? lastSeenMs, EndEstimated: true);
        changes.Rows.Add(ToRow(live.Id, ToFact(live), live.Class, labels, connected, joinEvent: null, leaveEvent: null, inLedger: true, looks));
        changes.Events.Add(ParticipantEventRow(TenantEventTypes.ParticipantLeft, live.Id, ToFact(live), connected, null));
    }

    private LiveLook LookOf(string sid) => _looked is not null && _looked.TryGetValue(sid, out var look) ? look : new LiveLook(0, null, null, JoinTold: true);

    /// <summary>When the session was last seen whole, before the look that is being taken in.</summary>
    private long? LastSeen(long? previousMs) => Row.Looks.LastSeenMs ?? previousMs - CountLagMs;

    /// <summary>
    /// If somebody has been there unknown since before the look that found nothing amiss, then its count agreed by chance, and it has
    /// not seen everybody.
    /// </summary>
    private long? EarliestUnknown(IReadOnlyCollection<ParticipantFact> connected) => connected
        .Where(who => !_live.TryGet(who.Sid, out _) && !_past.TryGet(who.Sid, out _))
        .Min(static who => who.JoinedAtMs);

    private static long LastSeenOf(LiveParticipant live, long? seenMs) => Math.Max(live.JoinedAtMs, seenMs ?? 0);

    private static long? Earliest(long? one, long? other) => one is { } a && other is { } b ? Math.Min(a, b) : one;

    /// <summary>What one look changes.</summary>
    /// <param name="open">The session, if the ledger takes it to be open before the look.</param>
    private sealed class Changes(Guid? open)
    {
        public SessionRow? Session { get; set; }

        public List<ParticipantRow> Rows { get; } = [];

        public ImmutableArray<EventRow>.Builder Events { get; } = ImmutableArray.CreateBuilder<EventRow>();

        public bool MovesEndLater { get; set; }

        public LedgerEntry? ToEntry(RoomKey room) => Session is null && Rows.Count == 0
            ? null
            : new LedgerEntry
            {
                Room = room,
                OpenSession = open,
                Session = Session,
                LookedParticipants = [.. Rows],
                MovesEndLater = MovesEndLater,
                Events = Events.DrainToImmutable(),
            };
    }

    /// <summary>What looks know of one who is connected.</summary>
    /// <param name="Revision">How often they have changed its row.</param>
    /// <param name="LastSeenMs">The last that saw it, once one has missed it.</param>
    /// <param name="MissedAtMs">The first that missed it, as far as this activation remembers.</param>
    /// <param name="JoinTold">Whether LiveKit has told of its join.</param>
    private readonly record struct LiveLook(ushort Revision, long? LastSeenMs, long? MissedAtMs, bool JoinTold)
    {
        public Sighting ToSighting() => new(Revision, LastSeenMs, EndEstimated: false);
    }
}
