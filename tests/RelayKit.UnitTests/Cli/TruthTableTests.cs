using RelayKit.Cli.Demo;

namespace RelayKit.UnitTests.Cli;

public sealed class TruthTableTests
{
    private static readonly TrueConnection Ada = new("ten_x_l1_standup", "PA_1", "ada", 1_000_250, 1_010, null, Connected: true);

    [Fact]
    public void A_connection_lasts_from_its_millisecond_to_the_whole_second_that_LiveKit_tells() =>
        Assert.Equal(9_750, Ada.DurationMs);

    [Theory]
    [InlineData(1_000L, null, 0L)]
    [InlineData(null, 1_012L, 11_750L)]
    [InlineData(null, null, null)]
    public void It_is_never_negative_and_ends_with_its_room(long? left, long? finished, long? expected) =>
        Assert.Equal(expected, (Ada with { LeftAtSeconds = left, RoomFinishedAtSeconds = finished }).DurationMs);

    [Fact]
    public void What_agrees_agrees() =>
        Assert.True(TruthTable.Compare([Ada], [new MeteredConnection("PA_1", 9_750)], 9_750).Agrees);

    [Fact]
    public void A_millisecond_of_difference_is_seen() =>
        Assert.False(TruthTable.Compare([Ada], [new MeteredConnection("PA_1", 9_751)], 9_750).Agrees);

    [Fact]
    public void A_missing_a_doubled_and_an_invented_session_are_seen()
    {
        Assert.Equal("missing", TruthTable.Compare([Ada], [], 0).Rows.Single().Note);
        Assert.Equal("doubled", TruthTable.Compare([Ada], [new("PA_1", 9_750), new("PA_1", 0)], 9_750).Rows.Single().Note);
        Assert.Equal("never happened", TruthTable.Compare([], [new("PA_9", 0)], 0).Rows.Single().Note);
        Assert.Equal("still open", TruthTable.Compare([Ada], [new("PA_1", null)], 9_750).Rows.Single().Note);
    }

    [Fact]
    public void A_meter_that_differs_from_its_sessions_is_seen() =>
        Assert.False(TruthTable.Compare([Ada], [new MeteredConnection("PA_1", 9_750)], 9_749).Agrees);

    [Fact]
    public void An_aborted_connection_is_worth_nothing_and_needs_no_row() =>
        Assert.True(TruthTable.Compare([Ada with { Connected = false, LeftAtSeconds = null }], [], 0).Agrees);
}
