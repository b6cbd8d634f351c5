using System.Text.Json;
using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Roles;
using RelayKit.Rooms;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Tenants;

/// <summary>What a tenant decided is read back as it was written: Orleans keeps it as JSON.</summary>
public sealed class TenantStateTests
{
    [Fact]
    public void Everything_comes_back_from_its_JSON()
    {
        var state = new TenantState
        {
            LiveKitCluster = "second",
            Version = 7,
            Settings = new TenantSettings
            {
                RoomDefaults = new RoomSettings
                {
                    MaxParticipants = 5,
                    Labels = LabelSet.Of([new("customer", "acme")]),
                    Rules = new RoomRules { SoloTimeoutSeconds = 9, Budget = new Budget(1, BudgetAction.End, 2) },
                },
                Limits = new LimitSet { Participants = 3 },
                Budget = new Budget(10, BudgetAction.NoNewJoins, 0),
                AlertThresholds = [1, 2],
                LabelLimits = [new LabelLimit(new Label("customer", "acme"), 4, new Budget(5, BudgetAction.Alert, 6))],
                Roles = [new Role("speaker", new ParticipantGrants { CanPublish = true, CanPublishSources = ["microphone"] })],
            },
            Operator = new OperatorSettings(new LimitSet { LiveRooms = 1 }, new Budget(9, BudgetAction.Alert, 0), new RateLimitSet(1, 2, 3, 4)),
            Suspension = new Suspension(DateTimeOffset.UnixEpoch, "why") { SessionsEndAt = DateTimeOffset.UnixEpoch.AddSeconds(5) },
            Slowdown = new Slowdown(DateTimeOffset.UnixEpoch, "far too many", new RateLimitSet(1, null, 3, null)),
        };

        var json = JsonSerializer.Serialize(state);
        var back = JsonSerializer.Deserialize<TenantState>(json)!;

        Assert.Equal(json, JsonSerializer.Serialize(back));
        Assert.Equal(state.Settings.RoomDefaults, back.Settings!.RoomDefaults);
        Assert.Equal((state.Operator, state.Suspension, state.Slowdown), (back.Operator, back.Suspension, back.Slowdown));
    }

    [Fact]
    public void What_an_older_release_wrote_is_read_with_what_holds_where_nothing_was_decided()
    {
        var back = JsonSerializer.Deserialize<TenantState>("""{"LiveKitCluster":null}""")!;

        Assert.Null(back.Settings);
        Assert.Equal(0, back.Version);
        Assert.Equal("70,90", string.Join(',', JsonSerializer.Deserialize<TenantSettings>("{}")!.AlertThresholds));
    }
}
