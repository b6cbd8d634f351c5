using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using RelayKit.Labels;
using RelayKit.Usage;

namespace RelayKit.Rooms;

/// <summary>
/// Those who are connected to a room now, by LiveKit's sid. A silo holds every participant of every live room, so each is kept
/// small: its texts as UTF-8 in one array, the rest in the table's own entries, and an object only while somebody looks at it.
/// </summary>
internal sealed class LiveParticipants : IReadOnlyCollection<LiveParticipant>
{
    /// <summary>Between the texts of one participant: a byte that UTF-8 never has (RFC 3629, section 1).</summary>
    private const byte Separator = 0xFF;

    private const int OnStack = 256;

    private readonly Dictionary<byte[], LiveConnection> _connections;
    private readonly LabelNumbers _labels;

    /// <param name="capacity">How many there will be at first.</param>
    /// <param name="labels">Their sets of labels.</param>
    public LiveParticipants(int capacity, LabelNumbers labels)
    {
        _connections = new Dictionary<byte[], LiveConnection>(capacity, BySid.Instance);
        _labels = labels;
    }

    /// <inheritdoc/>
    public int Count => _connections.Count;

    /// <summary>How many of them keep the room open.</summary>
    public int CountKeepingOpen()
    {
        var count = 0;
        foreach (var connection in _connections.Values)
        {
            count += connection.Class.KeepsRoomOpen() ? 1 : 0;
        }

        return count;
    }

    /// <summary>Those who keep the room open.</summary>
    public IEnumerable<LiveParticipant> KeepingOpen() =>
        _connections.Where(static pair => pair.Value.Class.KeepsRoomOpen()).Select(pair => Unpack(pair.Key, pair.Value));

    /// <summary>What is known of each, without its texts.</summary>
    public IReadOnlyCollection<LiveConnection> Connections => _connections.Values;

    /// <summary>Adds somebody whose sid is not here yet.</summary>
    /// <param name="id">The participant session's id.</param>
    /// <param name="who">Who it is. Of its labels only those count that are in <paramref name="labels"/>.</param>
    /// <param name="labels">The number of its set of labels.</param>
    /// <param name="joinedAtMs">When it connected, Unix milliseconds.</param>
    public void Add(Guid id, ParticipantFact who, int labels, long joinedAtMs) =>
        _connections.Add(Pack(who.Sid, who.Identity, who.Name), new LiveConnection(id, who.Class, labels, joinedAtMs));

    /// <summary>What is known of a sid, without its texts.</summary>
    public bool TryGet(string sid, out LiveConnection connection)
    {
        Span<byte> utf8 = sid.Length <= OnStack / 3 ? stackalloc byte[OnStack] : new byte[Encoding.UTF8.GetByteCount(sid)];
        return _connections.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(utf8[..Encoding.UTF8.GetBytes(sid, utf8)], out connection);
    }

    /// <summary>Moves a join to an earlier instant.</summary>
    public bool TryMoveJoin(string sid, long joinedAtMs, [MaybeNullWhen(false)] out LiveParticipant moved)
    {
        Span<byte> utf8 = sid.Length <= OnStack / 3 ? stackalloc byte[OnStack] : new byte[Encoding.UTF8.GetByteCount(sid)];
        var bySid = _connections.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!bySid.TryGetValue(utf8[..Encoding.UTF8.GetBytes(sid, utf8)], out var texts, out var connection))
        {
            moved = null;
            return false;
        }

        connection = connection with { JoinedAtMs = joinedAtMs };
        _connections[texts] = connection;
        moved = Unpack(texts, connection);
        return true;
    }

    /// <summary>Takes somebody out.</summary>
    public bool Remove(string sid, out LiveConnection connection)
    {
        Span<byte> utf8 = sid.Length <= OnStack / 3 ? stackalloc byte[OnStack] : new byte[Encoding.UTF8.GetByteCount(sid)];
        return _connections.GetAlternateLookup<ReadOnlySpan<byte>>().Remove(utf8[..Encoding.UTF8.GetBytes(sid, utf8)], out _, out connection);
    }

    public void Clear() => _connections.Clear();

    public IEnumerator<LiveParticipant> GetEnumerator() => _connections.Select(pair => Unpack(pair.Key, pair.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static byte[] Pack(string sid, string identity, string name)
    {
        var packed = new byte[Encoding.UTF8.GetByteCount(sid) + Encoding.UTF8.GetByteCount(identity) + Encoding.UTF8.GetByteCount(name) + 2];
        var at = Encoding.UTF8.GetBytes(sid, packed);
        packed[at++] = Separator;
        at += Encoding.UTF8.GetBytes(identity, packed.AsSpan(at));
        packed[at++] = Separator;
        Encoding.UTF8.GetBytes(name, packed.AsSpan(at));
        return packed;
    }

    private LiveParticipant Unpack(byte[] texts, LiveConnection connection)
    {
        var sid = SidOf(texts);
        var rest = texts.AsSpan(sid.Length + 1);
        var identity = rest[..rest.IndexOf(Separator)];
        return new LiveParticipant
        {
            Id = connection.Id,
            LiveKitSid = Encoding.UTF8.GetString(sid),
            Identity = Encoding.UTF8.GetString(identity),
            Name = Encoding.UTF8.GetString(rest[(identity.Length + 1)..]),
            Class = connection.Class,
            JoinedAtMs = connection.JoinedAtMs,
            Labels = connection.Labels == 0 ? null : _labels[connection.Labels],
        };
    }

    private static ReadOnlySpan<byte> SidOf(ReadOnlySpan<byte> texts) => texts[..texts.IndexOf(Separator)];

    /// <summary>Compares the texts of participants by their sid alone, so that a sid finds them.</summary>
    private sealed class BySid : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BySid Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => ReferenceEquals(x, y) || (x is not null && y is not null && SidOf(x).SequenceEqual(SidOf(y)));

        public int GetHashCode(byte[] texts) => GetHashCode(SidOf(texts));

        public bool Equals(ReadOnlySpan<byte> sid, byte[] texts) => SidOf(texts).SequenceEqual(sid);

        public int GetHashCode(ReadOnlySpan<byte> sid)
        {
            var hash = default(HashCode);
            hash.AddBytes(sid);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> sid) => throw new NotSupportedException("A sid alone is no participant.");
    }
}

/// <summary>What a room needs of a connected participant at every event of it.</summary>
/// <param name="Id">The participant session's id.</param>
/// <param name="Class">How the meter counts it.</param>
/// <param name="Labels">The number of its set of labels. Where it stands it takes no memory.</param>
/// <param name="JoinedAtMs">When it connected, Unix milliseconds of LiveKit's clock.</param>
internal readonly record struct LiveConnection(Guid Id, ParticipantClass Class, int Labels, long JoinedAtMs);
