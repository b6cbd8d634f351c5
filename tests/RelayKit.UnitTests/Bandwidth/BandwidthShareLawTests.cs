using System.Collections.Immutable;
using CsCheck;
using RelayKit.Bandwidth;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Bandwidth;

public sealed class BandwidthShareLawTests
{
    private static readonly Gen<(Traffic Traffic, ImmutableArray<ParticipantTime> Times)> Run =
        from incoming in Gen.Long[0, long.MaxValue / 2]
        from outgoing in Gen.Long[0, long.MaxValue / 2]
        from times in Gen.Long[0, 1L << 45].Array[0, 40]
        select (new Traffic(incoming, outgoing), times.Select(ms => new ParticipantTime(new MeterKey(new TenantId(Guid.NewGuid()), Mode.Live), 0, ms)).ToImmutableArray());

    [Fact]
    public void Shares_add_up_to_the_whole_and_none_is_off_by_more_than_a_byte() => Run.Sample(run =>
    {
        var shares = BandwidthShare.Of(run.Traffic, run.Times);
        var total = run.Times.Aggregate((Int128)0, static (sum, time) => sum + time.ParticipantMs);
        if (total == 0)
        {
            Assert.Empty(shares);
            return;
        }

        Assert.Equal(run.Traffic, shares.Aggregate(default(Traffic), static (sum, share) => sum + share.Traffic));
        Assert.Equal(run.Times.Select(static time => time.Key), shares.Select(static share => share.Key));
        for (var i = 0; i < shares.Length; i++)
        {
            var exact = run.Traffic.IncomingBytes * (Int128)run.Times[i].ParticipantMs / total;
            Assert.InRange(shares[i].Traffic.IncomingBytes - (long)exact, -1, 1);
            Assert.True(shares[i].Traffic is { IncomingBytes: >= 0, OutgoingBytes: >= 0 });
        }
    });

    [Fact]
    public void Twice_the_time_is_twice_the_bytes()
    {
        var (ann, bob) = (new MeterKey(new TenantId(Guid.NewGuid()), Mode.Live), new MeterKey(new TenantId(Guid.NewGuid()), Mode.Test));

        var shares = BandwidthShare.Of(new Traffic(300, 30), [new ParticipantTime(ann, 0, 20), new ParticipantTime(bob, 0, 10)]);

        Assert.Equal([new BandwidthShare(ann, 0, new Traffic(200, 20)), new BandwidthShare(bob, 0, new Traffic(100, 10))], shares.ToArray());
    }
}
