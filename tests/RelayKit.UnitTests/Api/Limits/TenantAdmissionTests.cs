using RelayKit.Api.Limits;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Rooms;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Api.Limits;

public sealed class TenantAdmissionTests
{
    private static readonly LabelSet Acme = LabelSet.Of([new("customer", "acme")]);

    private static readonly TenantPolicy Policy = new()
    {
        Version = 1,
        LiveKitCluster = "default",
        Settings = new TenantSettings { Limits = new LimitSet { Participants = 10, LiveRooms = 2 } },
        OperatorLimits = new LimitSet { Participants = 20, LiveRooms = 1 },
    };

    [Theory]
    [InlineData(8, 1, RoomStatus.Live, null)]
    [InlineData(9, 1, RoomStatus.Live, LimitNames.Participants)]
    [InlineData(0, 0, RoomStatus.Idle, null)]
    [InlineData(0, 1, RoomStatus.Idle, LimitNames.LiveRooms)]
    public void The_lower_limit_decides(int participants, int rooms, RoomStatus status, string? by)
    {
        var error = TenantAdmission.Refusal(Policy, new TenantStanding(participants, rooms, []), Mode.Live, RoomOf(status), [Acme, Acme]);

        Assert.Equal(by, error?.Limit?.Name);
        Assert.Equal(by switch { null => null, LimitNames.LiveRooms => LimitOwner.Operator, _ => LimitOwner.Tenant }, error?.Limit?.RaisedBy);
    }

    [Theory]
    [InlineData(BudgetAction.Alert, true, null)]
    [InlineData(BudgetAction.NoNewJoins, false, null)]
    [InlineData(BudgetAction.NoNewJoins, true, ErrorCode.BudgetExhausted)]
    [InlineData(BudgetAction.End, true, ErrorCode.BudgetExhausted)]
    public void A_budget_keeps_people_out_when_it_is_used_up_and_says_so(BudgetAction action, bool usedUp, ErrorCode? code)
    {
        var standing = Standing(LimitScope.Tenant, null, action, usedUp);

        Assert.Equal(code, TenantAdmission.Refusal(Policy, standing, Mode.Live, RoomOf(RoomStatus.Live), [Acme])?.Code);
        Assert.Null(TenantAdmission.Refusal(Policy, standing, Mode.Test, RoomOf(RoomStatus.Live), [Acme]));
    }

    [Fact]
    public void A_labels_budget_is_nobody_elses()
    {
        var standing = Standing(LimitScope.Label, "customer=acme", BudgetAction.End, usedUp: true);

        Assert.Equal(ErrorCode.BudgetExhausted, TenantAdmission.Refusal(Policy, standing, Mode.Live, RoomOf(RoomStatus.Live), [LabelSet.Empty, Acme])?.Code);
        Assert.Null(TenantAdmission.Refusal(Policy, standing, Mode.Live, RoomOf(RoomStatus.Live), [LabelSet.Of([new("customer", "beta")])]));
    }

    [Theory]
    [InlineData(8, 2, null)]
    [InlineData(9, 2, ErrorCode.LimitReached)]
    [InlineData(10, 0, null)]
    [InlineData(null, 2, null)]
    public void A_labels_limit_is_of_who_has_it(int? there, int joining, ErrorCode? code)
    {
        var policy = Policy with { Settings = new TenantSettings { LabelLimits = [new LabelLimit(new Label("customer", "acme"), 10, null)] }, OperatorLimits = LimitSet.None };
        var standing = new TenantStanding(50, 1, []) { Labels = there is { } many ? [new LabelStanding(new Label("customer", "acme"), many)] : null };

        var error = TenantAdmission.Refusal(
            policy, standing, Mode.Test, RoomOf(RoomStatus.Live), [.. Enumerable.Repeat(Acme, joining), LabelSet.Empty, LabelSet.Of([new("customer", "beta")])]);

        Assert.Equal(code, error?.Code);
        Assert.Equal(
            code is null ? null : new ReachedLimit(LimitNames.Participants, LimitScope.Label, "customer=acme", 10, there, LimitOwner.Tenant), error?.Limit);
    }

    private static TenantStanding Standing(LimitScope scope, string? subject, BudgetAction action, bool usedUp) =>
        new(0, 1, [new BudgetStanding(new ReachedLimit(LimitNames.Minutes, scope, subject, 10, 10, LimitOwner.Tenant), action, null, usedUp)]);

    private static Room RoomOf(RoomStatus status) => new()
    {
        LiveKitName = new LiveKitRoomName(new RoomKey(new TenantId(Guid.CreateVersion7()), Mode.Live, "standup"), 1),
        Settings = new RoomSettings(),
        Status = status,
        Participants = 0,
        SessionId = null,
        CreatedAt = default,
        LiveKitCluster = "default",
    };
}
