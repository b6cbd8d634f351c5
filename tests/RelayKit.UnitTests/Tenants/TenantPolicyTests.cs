using RelayKit.Limits;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Tenants;

public sealed class TenantPolicyTests
{
    private static readonly string[] Names =
    [
        LimitNames.Participants, LimitNames.LiveRooms, LimitNames.ParticipantsPerRoom, LimitNames.Recordings, LimitNames.Streams, LimitNames.RecordingMinutes,
        LimitNames.RecordingBytes, LimitNames.Ingresses,
    ];

    [Fact]
    public void Every_limit_is_found_under_its_own_name()
    {
        var policy = Policy(LimitSet.None, new LimitSet
        {
            Participants = 1,
            LiveRooms = 2,
            ParticipantsPerRoom = 3,
            Recordings = 4,
            Streams = 5,
            RecordingMinutes = 6,
            RecordingBytes = 7,
            Ingresses = 8,
        });

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Names.Select(name => policy.LimitOf(name)!.Value));
        Assert.All(Names, name => Assert.Equal(name, policy.LimitOf(name)!.Name));
        Assert.All(Names, name => Assert.Null(Policy(LimitSet.None, LimitSet.None).LimitOf(name)));
    }

    [Theory]
    [InlineData(null, null, 100, LimitOwner.Operator)]
    [InlineData(500, null, 500, LimitOwner.Operator)]
    [InlineData(0, null, 0, LimitOwner.Operator)]
    [InlineData(null, 5, 5, LimitOwner.Tenant)]
    [InlineData(null, 101, 100, LimitOwner.Operator)]
    [InlineData(500, 101, 101, LimitOwner.Tenant)]
    [InlineData(50, 50, 50, LimitOwner.Operator)]
    public void The_operators_default_holds_where_it_has_set_none_for_the_tenant_and_the_tenant_can_only_lower_it(
        int? operators, int? own, long value, LimitOwner raisedBy)
    {
        var limit = Policy(new LimitSet { Ingresses = operators }, new LimitSet { Ingresses = own }).LimitOf(LimitNames.Ingresses, 100);

        Assert.Equal(new ReachedLimit(LimitNames.Ingresses, LimitScope.Tenant, null, value, null, raisedBy), limit);
    }

    private static TenantPolicy Policy(LimitSet operators, LimitSet own) => new()
    {
        Version = 1,
        LiveKitCluster = "default",
        Settings = new TenantSettings { Limits = own },
        OperatorLimits = operators,
    };
}
