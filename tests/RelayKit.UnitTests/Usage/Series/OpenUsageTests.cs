using CsCheck;
using RelayKit.Usage.Series;

namespace RelayKit.UnitTests.Usage.Series;

/// <summary>What goes on, as a line for all who joined in a bucket, equals each of them clipped to each bucket.</summary>
public sealed class OpenUsageTests
{
    private const long Hour = UsageBuckets.HourMs;

    [Fact]
    public void The_line_is_each_of_them_clipped_to_each_bucket() =>
        (from first in Gen.Long[0, 40]
         from hours in Gen.Long[1, 60]
         from byHour in Gen.Bool
         from now in Gen.Long[0, 70 * Hour]
         from joined in Gen.Select(Gen.Long[0, 70 * Hour], Gen.Int[0, 2], Gen.Bool).Array[0, 20]
         select (new UsageBuckets(first * Hour, (first + hours) * Hour, byHour ? UsageGranularity.Hour : UsageGranularity.Day), now, joined))
        .Sample((buckets, now, joined) =>
        {
            var who = joined.Where(who => who.Item1 < Math.Min(now, buckets.ToMs)).ToList();
            var joins = who
                .Select(who => (FromMs: Math.Max(who.Item1, buckets.FromMs), Group: $"room-{who.Item2}", Reconciled: who.Item3))
                .GroupBy(who => (who.Group, Floor: buckets.Floor(who.FromMs), who.Reconciled))
                .Select(of => new OpenJoins(of.Key.Group, of.Key.Floor, of.Key.Reconciled, of.Count(), of.Sum(who => who.FromMs)));
            var open = new OpenUsage(buckets, now, joins);
            var points = new Dictionary<(long FloorMs, string Group), UsagePoint>();

            // In two windows, as pages read them.
            var first = buckets.Floor(buckets.FromMs);
            open.AddTo(points, first, Math.Min(first + buckets.LengthMs, buckets.ToMs));
            open.AddTo(points, first + buckets.LengthMs, buckets.ToMs);

            for (var floor = first; floor < buckets.ToMs; floor += buckets.LengthMs)
            {
                for (var room = 0; room < 3; room++)
                {
                    long Clipped(Func<(long, int, bool), bool> counts) => who.Where(who => who.Item2 == room && counts(who)).Sum(who => Math.Max(
                        0, Math.Min(buckets.EndOf(floor), now) - Math.Max(who.Item1, buckets.StartOf(floor))));
                    var point = points.GetValueOrDefault((floor, $"room-{room}"));
                    Assert.Equal((Clipped(_ => true), Clipped(who => who.Item3), 0), (point.Ms, point.ReconciledMs, point.PresumedMs));
                }
            }
        });
}
