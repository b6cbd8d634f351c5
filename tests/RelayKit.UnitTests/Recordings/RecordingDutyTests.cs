using RelayKit.Recordings;

namespace RelayKit.UnitTests.Recordings;

public sealed class RecordingDutyTests
{
    private static readonly Recording Active = Egresses.Recording() with
    {
        Fact = Egresses.Starting with { Status = RecordingStatus.Active, UpdatedAtMs = Egresses.StartMs + 2000 },
    };

    [Fact]
    public void A_start_without_an_answer_is_waited_for_and_given_up_after_a_minute()
    {
        var asked = Egresses.Recording();

        Assert.Equal(RecordingDuty.None, RecordingDuties.Of(asked, Look(RecordingDuties.StartPatience)));
        Assert.Equal(RecordingDuty.PresumeNeverTaken, RecordingDuties.Of(asked, Look(RecordingDuties.StartPatience + TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void One_that_LiveKit_no_longer_lists_is_missed_first_and_given_up_when_it_stays_away()
    {
        Assert.Equal(RecordingDuty.Miss, RecordingDuties.Of(Active, Look(TimeSpan.FromMinutes(5))));

        var missed = Active with { MissedSince = Egresses.Start + TimeSpan.FromMinutes(5) };
        Assert.Equal(RecordingDuty.None, RecordingDuties.Of(missed, Look(TimeSpan.FromMinutes(6))));
        Assert.Equal(RecordingDuty.PresumeForgotten, RecordingDuties.Of(missed, Look(TimeSpan.FromMinutes(6) + TimeSpan.FromSeconds(1))));
        Assert.Equal(RecordingDuty.Found, RecordingDuties.Of(missed, Look(TimeSpan.FromMinutes(6), missed.Fact)));
    }

    [Fact]
    public void One_that_goes_on_well_is_left_alone() =>
        Assert.Equal(RecordingDuty.None, RecordingDuties.Of(Active, Look(TimeSpan.FromMinutes(30), Active.Fact)));

    [Fact]
    public void One_whose_source_is_gone_is_stopped_and_dead_when_two_stops_were_left_unanswered()
    {
        var gone = Look(TimeSpan.FromMinutes(30), Active.Fact) with { IsSourceGone = true };

        Assert.Equal(RecordingDuty.Stop, RecordingDuties.Of(Active, gone));
        Assert.Equal(RecordingDuty.Stop, RecordingDuties.Of(Active with { StopsUnanswered = 1 }, gone));
        Assert.Equal(RecordingDuty.PresumeDead, RecordingDuties.Of(Active with { StopsUnanswered = 2 }, gone));
    }

    [Fact]
    public void A_wish_to_stop_that_LiveKit_has_not_heard_is_repeated() =>
        Assert.Equal(
            RecordingDuty.Stop,
            RecordingDuties.Of(Active with { StopRequestedAt = Egresses.Start }, Look(TimeSpan.FromMinutes(1), Active.Fact)));

    [Fact]
    public void One_is_stopped_when_it_has_run_for_as_long_as_it_may()
    {
        Assert.Equal(RecordingDuty.None, RecordingDuties.Of(Active, Look(TimeSpan.FromSeconds(Active.MaxSeconds), Active.Fact)));
        Assert.Equal(RecordingDuty.Stop, RecordingDuties.Of(Active, Look(TimeSpan.FromSeconds(Active.MaxSeconds + 1), Active.Fact)));
    }

    [Fact]
    public void One_that_never_begins_is_stopped_after_five_minutes()
    {
        var starting = Egresses.Recording() with { Fact = Egresses.Starting };

        Assert.Equal(RecordingDuty.None, RecordingDuties.Of(starting, Look(RecordingDuties.BeginPatience, starting.Fact)));
        Assert.Equal(RecordingDuty.Stop, RecordingDuties.Of(starting, Look(RecordingDuties.BeginPatience + TimeSpan.FromSeconds(1), starting.Fact)));
    }

    [Fact]
    public void A_file_that_is_not_written_within_two_hours_is_given_up()
    {
        var ending = Active with { Fact = Active.Fact! with { Status = RecordingStatus.Ending } };

        Assert.Equal(RecordingDuty.None, RecordingDuties.Of(ending, Look(TimeSpan.FromHours(2), ending.Fact)));
        Assert.Equal(RecordingDuty.PresumeStuck, RecordingDuties.Of(ending, Look(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(3), ending.Fact)));
    }

    [Fact]
    public void One_that_has_ended_asks_for_nothing() =>
        Assert.Equal(
            RecordingDuty.None,
            RecordingDuties.Of(
                Active with { Fact = Active.Fact! with { Status = RecordingStatus.Failed }, StopsUnanswered = 5 },
                Look(TimeSpan.FromDays(1)) with { IsSourceGone = true }));

    [Fact]
    public void One_that_was_given_up_and_goes_on_is_stopped_but_a_dead_ones_stale_entry_is_not_asked_again()
    {
        var givenUp = Active with { Fact = EgressFact.Presumed(Egresses.Id, RecordingStatus.Failed, Egresses.StartMs + 60_000, "concluded") };
        var dead = givenUp with { StopsUnanswered = RecordingDuties.StopsUntilDead };
        var newer = Active.Fact! with { UpdatedAtMs = Egresses.StartMs + 60_001 };

        Assert.True(RecordingDuties.LivesAfterAll(givenUp, Active.Fact!));
        Assert.False(RecordingDuties.LivesAfterAll(dead, Active.Fact!));
        Assert.True(RecordingDuties.LivesAfterAll(dead, newer));
        Assert.False(RecordingDuties.LivesAfterAll(dead, newer with { Status = RecordingStatus.Complete }));
        Assert.False(RecordingDuties.LivesAfterAll(Active, newer));
        Assert.False(RecordingDuties.LivesAfterAll(givenUp with { Fact = givenUp.Fact! with { IsPresumed = false } }, newer));
    }

    private static RecordingLook Look(TimeSpan after, EgressFact? seen = null) => new(Egresses.Start + after, seen, IsSourceGone: false);
}
