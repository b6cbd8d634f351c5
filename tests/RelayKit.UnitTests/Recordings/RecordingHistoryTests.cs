using System.Collections.Immutable;
using CsCheck;
using RelayKit.Recordings;

namespace RelayKit.UnitTests.Recordings;

/// <summary>
/// Whole lives of recordings under bad weather: webhooks that come late, twice or never, RelayKit dying before or after a write, LiveKit losing what
/// it knew, workers dying. In the end there is one final state, and where LiveKit knew an end it is that one, with its duration and size.
/// </summary>
public sealed class RecordingHistoryTests
{
    private const int Histories = 10_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    [Fact]
    public void Each_recording_reaches_one_final_state_with_what_LiveKit_measured()
    {
        Gen.Select(Egresses.Life, Gen.Int[0, int.MaxValue]).Sample(
            (life, seed) => new History(life, new Random(seed)).Run(), iter: Histories);
    }

    private sealed class History(ImmutableArray<EgressFact> life, Random random)
    {
        private readonly bool _answerLost = random.Next(4) == 0;
        private readonly bool _workerDies = random.Next(8) == 0;
        private readonly bool _forgets = random.Next(8) == 0;
        private Recording _row = Egresses.Recording();
        private int _known;
        private bool _stopped;

        public void Run()
        {
            if (!_answerLost)
            {
                Tell(life[0]);
            }

            var dies = _workerDies ? random.Next(1, life.Length) : life.Length;
            var ends = new List<RecordingStatus>();
            for (_known = 1; _known < dies; _known++)
            {
                Deliver(life[_known]);
                Note(ends);
            }

            _known = dies - 1;
            var now = Egresses.Start + TimeSpan.FromMinutes(1);
            for (var look = 0; !_row.IsFinal; look++)
            {
                Assert.True(look < 1000, $"no end in sight: {_row.Fact}");
                now += LookEvery;
                Look(now);
                Note(ends);
            }

            Judge();
            Assert.True(ends.Distinct().Count() <= 1, "it has ended in two ways");
        }

        private void Note(List<RecordingStatus> ends)
        {
            if (_row.IsFinal)
            {
                ends.Add(_row.Status);
            }
        }

        /// <summary>Up to five attempts; each may be lost before the write, or its answer after it. Then the event is gone.</summary>
        private void Deliver(EgressFact fact)
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                switch (random.Next(4))
                {
                    case 0:
                        continue;
                    case 1:
                        Tell(fact);
                        continue;
                    default:
                        Tell(fact);
                        if (random.Next(3) == 0)
                        {
                            Tell(life[random.Next(_known + 1)]);
                        }

                        return;
                }
            }
        }

        private void Look(DateTimeOffset now)
        {
            var listed = _forgets && !life[_known].IsFinal ? null : life[_known];
            if (listed is not null && random.Next(5) != 0)
            {
                Tell(listed);
            }

            var look = new RecordingLook(now, listed, IsSourceGone: now > Egresses.Start + TimeSpan.FromMinutes(5));
            var duty = RecordingDuties.Of(_row, look);
            if (random.Next(5) == 0)
            {
                // Whoever was to do it dies before it is kept; the next look finds the same.
                return;
            }

            _row = duty switch
            {
                RecordingDuty.Miss => _row with { MissedSince = now },
                RecordingDuty.Found => _row with { MissedSince = null },
                RecordingDuty.Stop => Stop(),
                RecordingDuty.PresumeNeverTaken or RecordingDuty.PresumeForgotten or RecordingDuty.PresumeDead or RecordingDuty.PresumeStuck =>
                    RecordingState.Apply(_row, EgressFact.Presumed(_row.EgressId ?? "", RecordingStatus.Failed, now.ToUnixTimeMilliseconds(), "concluded"))!,
                _ => _row,
            };
        }

        /// <summary>A dead worker answers no stop; of a living one that is asked to stop, LiveKit soon knows the end.</summary>
        private Recording Stop()
        {
            if (_workerDies)
            {
                return _row with { StopsUnanswered = _row.StopsUnanswered + 1 };
            }

            _stopped = true;
            _known = life.Length - 1;
            return _row;
        }

        private void Tell(EgressFact fact) => _row = RecordingState.Apply(_row, fact) ?? _row;

        private void Judge()
        {
            var end = life[^1];
            if (_row.Fact!.IsPresumed)
            {
                Assert.True(_workerDies || _forgets, $"LiveKit knew the end {end.Status}, and it was concluded to be {_row.Status} (stopped {_stopped})");
                return;
            }

            Assert.Equal(end, _row.Fact);
            Assert.Equal(end.DurationMs, _row.Fact.DurationMs);
            Assert.Equal(end.SizeBytes, _row.Fact.SizeBytes);
        }
    }
}
