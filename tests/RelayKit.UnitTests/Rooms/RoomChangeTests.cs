using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Rooms;

namespace RelayKit.UnitTests.Rooms;

public sealed class RoomChangeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly RoomSettings Full = SettingsOf(1);

    private static readonly RoomFields[] All = [.. Enum.GetValues<RoomFields>().Where(static one => one is not RoomFields.None)];

    public static TheoryData<RoomFields> Fields => [.. All];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_change_touches_what_it_names_and_nothing_else(RoomFields field)
    {
        var all = All.Aggregate(RoomFields.None, static (sum, one) => sum | one);

        var one = new RoomChange(SettingsOf(2), field).Apply(Full);

        Assert.NotEqual(Full, one);
        Assert.Equal(SettingsOf(2), new RoomChange(SettingsOf(2), all & ~field).Apply(one));
        Assert.Equal(Full, new RoomChange(Full, field).Apply(one));
    }

    [Fact]
    public void Nothing_named_is_nothing_changed() => Assert.Equal(Full, new RoomChange(SettingsOf(2), RoomFields.None).Apply(Full));

    [Fact]
    public void A_room_whose_last_rule_is_reset_has_none()
    {
        var room = new RoomSettings { Rules = new RoomRules { SoloTimeoutSeconds = 9 } };

        Assert.Null(new RoomChange(new RoomSettings(), RoomFields.SoloTimeoutSeconds).Apply(room).Rules);
    }

    private static RoomSettings SettingsOf(int n) => new()
    {
        MaxParticipants = n,
        EmptyTimeoutSeconds = n,
        DepartureTimeoutSeconds = n,
        Metadata = $"{n}",
        Labels = LabelSet.Of([new("n", $"{n}")]),
        Rules = new RoomRules
        {
            NotBefore = Now.AddDays(n),
            ExpiresAt = Now.AddDays(10 + n),
            StaysAfterExpiry = n == 1,
            MaxSessionSeconds = n,
            MaxParticipantSeconds = n,
            SoloTimeoutSeconds = n,
            IdleTimeoutSeconds = n,
            Budget = new Budget(n, BudgetAction.End, n),
            SessionBudget = new Budget(n, BudgetAction.Alert, n),
        },
        Recording = new RoomRecording { Preset = n },
    };
}
