using RelayKit.Labels;
using RelayKit.Limits;
using RelayKit.Tenants;
using RelayKit.Usage;

namespace RelayKit.UnitTests.Usage;

public sealed class LimitWatchTests
{
    private static readonly Label Acme = new("customer", "acme");

    private readonly LimitWatch _watch = new();

    [Fact]
    public void Who_came_beyond_the_limit_has_to_go_and_nobody_else()
    {
        Assert.Empty(Take(0));
        Assert.Empty(Take(3));
        Assert.Equal([(null, 2)], Take(5));
        Assert.Equal([(null, 1)], Take(6));
        Assert.Empty(Take(4));
        Assert.Empty(Take(3));
        Assert.Equal([(null, 1)], Take(4));
    }

    [Fact]
    public void Who_was_there_when_the_limit_was_lowered_or_the_count_began_stays()
    {
        Assert.Empty(Take(10, limit: 10));
        Assert.Empty(Take(10));
        Assert.Empty(Take(9));
        Assert.Equal([(null, 1)], Take(10));
        _watch.Forget();
        Assert.Empty(Take(12));
    }

    [Fact]
    public void Without_a_limit_there_is_nothing_to_hold_and_nothing_to_remember()
    {
        Assert.Empty(Take(3, limit: null));
        Assert.Empty(Take(30, limit: null));
        Assert.Empty(Take(30));
    }

    [Fact]
    public void A_label_is_counted_by_itself()
    {
        var policy = Policy(limit: null) with { Settings = new TenantSettings { LabelLimits = [new LabelLimit(Acme, 1, null)] } };
        Assert.Empty(_watch.TakeOver(policy, static label => label is null ? 100 : 0));

        Assert.Equal([(Acme, 1)], _watch.TakeOver(policy, static label => label is null ? 200 : 2));
    }

    private IEnumerable<(Label? Label, int Count)> Take(long count, int? limit = 3) => _watch.TakeOver(Policy(limit), _ => count);

    private static TenantPolicy Policy(int? limit) => new()
    {
        Version = 1,
        Settings = new TenantSettings { Limits = LimitSet.None with { Participants = limit } },
        LiveKitCluster = "default",
    };
}
