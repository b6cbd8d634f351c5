using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using RelayKit.LiveKit;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.Reconciliation;

/// <summary>
/// Which rooms a look at a cluster has to ask about: those where LiveKit's list and the ledger differ, and in turn some of the others,
/// since a count also agrees when one leave and one join were lost.
/// </summary>
internal static class LookPlan
{
    /// <summary>After so many looks every room has been asked about, whether it differed or not.</summary>
    public const int Turns = 15;

    /// <param name="listed">What LiveKit has.</param>
    /// <param name="open">What the ledger has.</param>
    /// <param name="only">Of this tenant only; null for all.</param>
    /// <param name="number">The look's number: decides whose turn it is.</param>
    /// <returns>The rooms to ask about, each with what LiveKit lists of it.</returns>
    public static IReadOnlyDictionary<RoomKey, ImmutableArray<ListedRoom>> Of(
        IEnumerable<LiveKitRoom> listed, IReadOnlyCollection<OpenSession> open, TenantId? only, long number)
    {
        var known = open.GroupBy(session => session.Room).ToDictionary(room => room.Key, room => room.ToList());
        var plan = new Dictionary<RoomKey, ImmutableArray<ListedRoom>>();
        foreach (var (key, rooms) in Ours(listed, only))
        {
            if (Differ(rooms, known.GetValueOrDefault(key) ?? []) || IsItsTurn(key, number))
            {
                plan[key] = [.. rooms.Select(room => room.Listed).OrderBy(room => room.Generation)];
            }

            known.Remove(key);
        }

        foreach (var key in known.Keys)
        {
            plan[key] = [];
        }

        return plan;
    }

    private static Dictionary<RoomKey, List<(ListedRoom Listed, int Participants)>> Ours(IEnumerable<LiveKitRoom> listed, TenantId? only)
    {
        var ours = new Dictionary<RoomKey, List<(ListedRoom, int)>>();
        foreach (var room in listed)
        {
            if (LiveKitRoomName.TryParse(room.Name, out var name) && LiveKitFacts.IsSid(room.Sid) && (only is null || name.Room.Tenant == only))
            {
                ref var rooms = ref CollectionsMarshal.GetValueRefOrAddDefault(ours, name.Room, out _);
                (rooms ??= []).Add((
                    new ListedRoom(name.Generation, room.Sid, room.CreationTime?.ToUnixTimeMilliseconds()), room.NumParticipants));
            }
        }

        return ours;
    }

    private static bool Differ(List<(ListedRoom Listed, int Participants)> listed, List<OpenSession> open) =>
        listed.Count != open.Count
        || listed.Exists(room => open.Find(session => session.Sid == room.Listed.Sid) is not { IsUncertain: false } session
            || session.Participants != room.Participants);

    private static bool IsItsTurn(RoomKey room, long number)
    {
        Span<byte> key = stackalloc byte[16];
        room.Tenant.Value.TryWriteBytes(key);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(room.Name.AsSpan()), seed: BitConverter.ToInt64(key)) % Turns == (ulong)(number % Turns);
    }
}
