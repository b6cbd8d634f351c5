using CsCheck;
using RelayKit.Ledger;

namespace RelayKit.UnitTests.Ledger;

/// <summary>Two writers who do not know of each other end in the same row, whoever comes first and however often.</summary>
public sealed class SightingTests
{
    private static readonly Gen<(long? End, Sighting Looks)> Known =
        from revision in Gen.Int[0, 3]
        from end in Gen.Long[0, 5].Nullable()
        from estimated in Gen.Bool
        from lastSeen in Gen.Long[0, 5].Nullable()
        select (end, new Sighting(revision, lastSeen, estimated && end is not null));

    [Fact]
    public void The_order_makes_no_difference() => Gen.Select(Known, Known).Sample((a, b) => Merge(a, b) == Merge(b, a));

    [Fact]
    public void The_grouping_makes_no_difference() =>
        Gen.Select(Known, Known, Known).Sample((a, b, c) => Merge(Merge(a, b), c).Looks.Revision == Merge(a, Merge(b, c)).Looks.Revision
            && Told(Merge(Merge(a, b), c)) == Told(Merge(a, Merge(b, c))));

    [Fact]
    public void A_repetition_changes_nothing() => Gen.Select(Known, Known).Sample((a, b) => Merge(Merge(a, b), b) == Merge(a, b));

    [Fact]
    public void What_livekit_told_is_never_replaced_by_an_estimate() => Gen.Select(Known, Known).Sample((a, b) =>
        Told(a) is not { } told || (Merge(a, b) is var merged && !merged.Looks.EndEstimated && merged.End <= told));

    private static (long? End, Sighting Looks) Merge((long? End, Sighting Looks) one, (long? End, Sighting Looks) other) =>
        Sighting.Merge(one.End, one.Looks, other.End, other.Looks);

    private static long? Told((long? End, Sighting Looks) known) => known.Looks.EndEstimated ? null : known.End;
}
