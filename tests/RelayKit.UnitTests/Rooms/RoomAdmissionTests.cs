using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Rooms;

public sealed class RoomAdmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly RoomBans _bans = new();

    private RoomRecord _record = new()
    {
        Key = new RoomKey(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup"),
        Generation = 1,
        LiveKitCluster = "default",
        Settings = new RoomSettings(),
        CreatedAt = Now,
        Version = 1,
    };

    [Fact]
    public void A_room_without_rules_lets_everybody_in() => Assert.Null(Refusal("ada"));

    [Fact]
    public void A_room_opens_at_its_instant_and_closes_at_its_other_one()
    {
        With(new RoomRules { NotBefore = Now.AddSeconds(1) });
        Assert.Equal(ErrorCode.RoomNotOpen, Refusal("ada"));
        With(new RoomRules { NotBefore = Now, ExpiresAt = Now.AddMilliseconds(1) });
        Assert.Null(Refusal("ada"));
        With(new RoomRules { ExpiresAt = Now });
        Assert.Equal(ErrorCode.RoomExpired, Refusal("ada"));
    }

    [Fact]
    public void Who_is_banned_is_kept_out_until_the_ban_is_over()
    {
        _bans.Set(new RoomBan("eve", Now.AddHours(-1), Now.AddSeconds(1), null, null));
        Assert.Equal(ErrorCode.IdentityBanned, Refusal("ada", "eve"));
        Assert.Null(Refusal("ada"));
        _bans.Set(new RoomBan("eve", Now.AddHours(-1), Now, null, null));
        Assert.Null(Refusal("eve"));
    }

    [Fact]
    public void The_lower_of_two_limits_decides_and_who_is_inside_is_not_counted_again()
    {
        _record = _record with { Settings = new RoomSettings { MaxParticipants = 3 } };
        Assert.Null(Refusal("ada", "bob", "cy"));
        Assert.Equal(ErrorCode.RoomFull, Refusal("ada", "bob", "cy", "dee"));

        var tenants = new ReachedLimit(LimitNames.ParticipantsPerRoom, LimitScope.Tenant, null, 2, null, LimitOwner.Operator);
        var error = RoomAdmission.Refusal(_record, ["ada", "bob"], _bans, null, new AdmissionRequest(["cy"], tenants), Now);
        Assert.Equal(tenants with { Used = 2 }, error!.Limit);
        Assert.Null(RoomAdmission.Refusal(_record, ["ada", "bob"], _bans, null, new AdmissionRequest(["bob"], tenants), Now));
    }

    [Fact]
    public void A_room_that_closes_lets_nobody_in()
    {
        _record = _record with { IsClosing = true };
        Assert.Equal(ErrorCode.RoomClosing, Refusal("ada"));
    }

    [Fact]
    public void A_budget_that_is_used_up_names_itself()
    {
        var limit = new ReachedLimit(LimitNames.Minutes, LimitScope.Room, "standup", 10, 10, LimitOwner.Tenant);

        var error = RoomAdmission.Refusal(_record, [], _bans, limit, new AdmissionRequest(["ada"], null), Now);

        Assert.Equal((ErrorCode.BudgetExhausted, limit), (error!.Code, error.Limit));
    }

    private ErrorCode? Refusal(params string[] identities) =>
        RoomAdmission.Refusal(_record, [], _bans, null, new AdmissionRequest([.. identities], null), Now)?.Code;

    private void With(RoomRules rules) => _record = _record with { Settings = new RoomSettings { Rules = rules } };
}
