using RelayKit.LiveKit;
using RelayKit.Reconciliation;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Reconciliation;

public sealed class LookPlanTests
{
    private static readonly TenantId Tenant = new(Guid.CreateVersion7());
    private static readonly RoomKey Room = new(Tenant, Mode.Live, "standup");

    /// <summary>A look at which it is not this room's turn.</summary>
    private static readonly long NotItsTurn = Enumerable.Range(0, LookPlan.Turns).First(number => Plan([Listed("RM_1", 2)], [Open("RM_1", 2)], number).Count == 0);

    [Fact]
    public void A_room_that_is_as_the_ledger_has_it_is_asked_about_once_in_its_turn() =>
        Assert.Equal(1, Enumerable.Range(0, LookPlan.Turns).Sum(number => Plan([Listed("RM_1", 2)], [Open("RM_1", 2)], number).Count));

    [Fact]
    public void A_room_with_another_count_is_asked_about() => AssertAsked([Listed("RM_1", 3)], [Open("RM_1", 2)]);

    [Fact]
    public void A_room_that_the_ledger_does_not_have_is_asked_about() => AssertAsked([Listed("RM_1", 1)], []);

    [Fact]
    public void A_room_in_another_life_is_asked_about() => AssertAsked([Listed("RM_2", 2)], [Open("RM_1", 2)]);

    [Fact]
    public void A_room_in_which_somebody_was_missed_is_asked_about_again() =>
        AssertAsked([Listed("RM_1", 2)], [Open("RM_1", 2) with { IsUncertain = true }]);

    [Fact]
    public void A_room_that_livekit_does_not_list_is_told_so() =>
        Assert.Empty(Assert.Single(Plan([], [Open("RM_1", 2)], NotItsTurn)).Value);

    [Fact]
    public void A_room_that_is_none_of_ours_is_left_alone() =>
        Assert.Empty(Plan([new LiveKitRoom { Name = "somebody-elses", Sid = "RM_9", NumParticipants = 3 }], [], NotItsTurn));

    [Fact]
    public void Another_tenants_rooms_are_left_alone_when_one_tenant_is_asked_for() =>
        Assert.Empty(LookPlan.Of([Listed("RM_1", 3)], [], new TenantId(Guid.CreateVersion7()), NotItsTurn));

    private static void AssertAsked(LiveKitRoom[] listed, OpenSession[] open) =>
        Assert.Equal(listed.Select(room => room.Sid), Assert.Single(Plan(listed, open, NotItsTurn)).Value.Select(room => room.Sid));

    private static IReadOnlyDictionary<RoomKey, System.Collections.Immutable.ImmutableArray<ListedRoom>> Plan(
        LiveKitRoom[] listed, OpenSession[] open, long number) => LookPlan.Of(listed, open, only: null, number);

    private static LiveKitRoom Listed(string sid, int participants) =>
        new() { Name = new LiveKitRoomName(Room, 1).ToString(), Sid = sid, NumParticipants = participants };

    private static OpenSession Open(string sid, int participants) => new(Room, sid, participants, IsUncertain: false);
}
