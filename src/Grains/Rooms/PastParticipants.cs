using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace RelayKit.Rooms;

/// <summary>
/// Those who have left a session, by LiveKit's sid. A session remembers each of them for as long as it lives, and holds nothing
/// that refers to anything: of a table of texts the collector looks at every one, again and again, while nobody is answered. So a
/// sid is kept as 128 bits of its hash (XXH3; sids are LiveKit's own, and no sender can choose them). Two that had the same would
/// be taken for one; among a billion of them the chance of that is less than one in 10^20.
/// </summary>
internal sealed class PastParticipants
{
    private readonly Dictionary<UInt128, PastParticipant> _bySid = [];

    /// <summary>All of them, in no order.</summary>
    public IReadOnlyCollection<PastParticipant> All => _bySid.Values;

    public bool TryGet(string sid, out PastParticipant past) => _bySid.TryGetValue(KeyOf(sid), out past);

    /// <summary>Adds somebody, or what is now known of somebody who is here.</summary>
    public void Set(string sid, PastParticipant past) => _bySid[KeyOf(sid)] = past;

    /// <summary>Takes somebody out who has not left after all.</summary>
    public void Remove(string sid) => _bySid.Remove(KeyOf(sid));

    /// <summary>Nobody outlasts the session: whoever is known to have left later left with its end.</summary>
    /// <returns>Those whom this has shortened, as they were and as they are.</returns>
    public IReadOnlyList<(PastParticipant Before, PastParticipant After)> EndAt(long endedAtMs)
    {
        List<(PastParticipant, PastParticipant)> shortened = [];
        foreach (var (key, past) in _bySid)
        {
            if (past.Connected.LeftAtMs > endedAtMs)
            {
                var ended = past with { Connected = past.Connected with { LeftAtMs = endedAtMs }, EndEstimated = false };
                shortened.Add((past, ended));
                CollectionsMarshal.GetValueRefOrNullRef(_bySid, key) = ended;
            }
        }

        return shortened;
    }

    private static UInt128 KeyOf(string sid) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(sid.AsSpan()));
}
