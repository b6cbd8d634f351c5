using CsCheck;

namespace RelayKit.Testing.Histories;

/// <summary>How LiveKit's events arrive: each one to three times, in any order at all.</summary>
public static class Delivery
{
    public static Gen<T[]> Of<T>(IReadOnlyList<T> told) =>
        from times in Gen.Int[1, 3].Array[told.Count]
        from shuffled in Gen.Shuffle(told.SelectMany((item, i) => Enumerable.Repeat(item, times[i])).ToArray())
        select shuffled;
}
