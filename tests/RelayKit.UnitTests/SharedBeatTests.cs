namespace RelayKit.UnitTests;

public sealed class SharedBeatTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Several_who_keep_one_beat_are_answered_once_in_half_a_period()
    {
        var beat = new SharedBeat(TimeSpan.FromSeconds(60));

        Assert.True(beat.IsDue(Start));
        Assert.False(beat.IsDue(Start.AddSeconds(29)));
        Assert.True(beat.IsDue(Start.AddSeconds(30)));
    }

    [Fact]
    public void What_was_done_for_another_reason_counts_too()
    {
        var beat = new SharedBeat(TimeSpan.FromSeconds(60));

        beat.Done(Start);
        Assert.False(beat.IsDue(Start.AddSeconds(10)));
        Assert.True(beat.IsDue(Start.AddSeconds(40)));
    }
}
