using System.Runtime.CompilerServices;

namespace RelayKit.Rooms;

/// <summary>
/// Which silo a room belongs to: that with the highest score for it (rendezvous hashing; Thaler and Ravishankar, 1998). When a silo
/// comes or goes, only the rooms that go to it, or were on it, have another home.
/// </summary>
internal static class RoomHome
{
    /// <summary>The room's home. The order of the silos does not matter.</summary>
    /// <param name="room">The id of the room's grain.</param>
    /// <param name="silos">At least one silo.</param>
    public static SiloAddress Of(GrainId room, ReadOnlySpan<SiloAddress> silos)
    {
        var key = room.GetUniformHashCode();
        var home = silos[0];
        var highest = Score(key, home);
        foreach (var silo in silos[1..])
        {
            var score = Score(key, silo);
            if (score > highest || (score == highest && silo.CompareTo(home) > 0))
            {
                (home, highest) = (silo, score);
            }
        }

        return home;
    }

    /// <summary>Both halves stirred until every bit of them reaches every bit of the score (the last steps of splitmix64).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Score(uint key, SiloAddress silo)
    {
        var score = ((ulong)key << 32) | (uint)silo.GetConsistentHashCode();
        score = (score ^ (score >> 30)) * 0xBF58476D1CE4E5B9;
        score = (score ^ (score >> 27)) * 0x94D049BB133111EB;
        return score ^ (score >> 31);
    }
}
