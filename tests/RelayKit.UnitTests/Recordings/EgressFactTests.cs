using System.Collections.Immutable;
using CsCheck;
using RelayKit.LiveKit;
using RelayKit.Recordings;

namespace RelayKit.UnitTests.Recordings;

public sealed class EgressFactTests
{
    private static readonly Gen<EgressFact> Any = Gen.Select(
        Gen.Int[0, 6], Gen.Bool, Gen.Long[0, 3], Gen.Long[0, 2], Gen.Long[0, 2], (status, presumed, updated, duration, size) => new EgressFact
        {
            EgressId = Egresses.Id,
            Status = (RecordingStatus)status,
            IsPresumed = presumed,
            UpdatedAtMs = updated,
            EndedAtMs = status >= 3 ? updated : null,
            DurationMs = duration,
            SizeBytes = size,
        });

    [Fact]
    public void No_two_facts_say_more_than_each_other_and_the_order_is_transitive()
    {
        Gen.Select(Any, Any, Any).Sample((a, b, c) =>
        {
            Assert.False(a.SaysMoreThan(a));
            Assert.False(a.SaysMoreThan(b) && b.SaysMoreThan(a));
            if (!Equals(a, b))
            {
                Assert.True(a.SaysMoreThan(b) || b.SaysMoreThan(a), $"{a} and {b} are told apart by nothing");
            }

            if (a.SaysMoreThan(b) && b.SaysMoreThan(c))
            {
                Assert.True(a.SaysMoreThan(c));
            }
        });
    }

    [Fact]
    public void Every_order_and_subset_with_the_end_leaves_the_same_recording()
    {
        Gen.Select(Egresses.Life, Gen.Int[0, int.MaxValue], Gen.Int[1, 3]).Sample((life, seed, copies) =>
        {
            var recording = Egresses.Recording();
            var whole = Fold(recording, life);
            var random = new Random(seed);
            var some = life.SkipLast(1).Where(_ => random.Next(2) == 0).Append(life[^1]);
            var told = Enumerable.Repeat(some, copies).SelectMany(static facts => facts).ToArray();
            random.Shuffle(told);

            Assert.Equal(whole, Fold(recording, [.. told]));
            Assert.Equal(life[^1], whole.Fact);
        });
    }

    [Fact]
    public void What_LiveKit_says_of_an_end_counts_for_more_than_what_was_concluded()
    {
        var recording = Fold(Egresses.Recording(), [Egresses.Starting, EgressFact.Presumed(Egresses.Id, RecordingStatus.Failed, long.MaxValue / 2, "gone")]);
        Assert.Equal(RecordingStatus.Failed, recording.Status);

        var told = Egresses.Starting with { Status = RecordingStatus.Complete, UpdatedAtMs = 1, EndedAtMs = 1, SizeBytes = 5, DurationMs = 7 };
        Assert.Equal(RecordingStatus.Complete, Fold(recording, [told]).Status);
    }

    [Fact]
    public void An_end_is_never_taken_back()
    {
        Gen.Select(Egresses.Life, Any.Where(static fact => !fact.IsFinal)).Sample((life, late) =>
            Assert.Null(RecordingState.Apply(Fold(Egresses.Recording(), life), late)));
    }

    [Fact]
    public void A_file_is_looked_for_only_where_LiveKit_says_that_one_was_written()
    {
        Egresses.Life.Sample(life =>
        {
            var end = life[^1];
            var expected = end.IsInBackup ? RecordingFile.Rescued
                : end.Status is RecordingStatus.Complete or RecordingStatus.LimitReached ? RecordingFile.Pending
                : RecordingFile.None;
            Assert.Equal(expected, Fold(Egresses.Recording(), life).File);
        });
    }

    [Theory]
    [InlineData(EgressStatus.Starting, false)]
    [InlineData(EgressStatus.Active, true)]
    [InlineData(EgressStatus.Aborted, false)]
    [InlineData(EgressStatus.Failed, true)]
    public void What_LiveKit_only_names_has_no_size_or_duration_and_what_never_began_no_beginning(EgressStatus status, bool hasBegun)
    {
        var named = new EgressFile("acme/a.mp4", "", 0, TimeSpan.Zero, null, null);
        var accepted = DateTimeOffset.FromUnixTimeMilliseconds(1000);

        var fact = EgressFact.Of(new LiveKitEgress
        {
            EgressId = Egresses.Id,
            Status = status,
            StartedAt = accepted,
            Files = [named],
        });

        Assert.Equal((null, null, hasBegun ? 1000L : null), (fact.SizeBytes, fact.DurationMs, fact.StartedAtMs));
    }

    private static Recording Fold(Recording recording, ImmutableArray<EgressFact> facts) =>
        facts.Aggregate(recording, static (known, fact) => RecordingState.Apply(known, fact) ?? known);
}
