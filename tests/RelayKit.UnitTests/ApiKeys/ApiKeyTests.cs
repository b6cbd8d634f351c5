using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.ApiKeys;

public sealed class ApiKeyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private static readonly ApiKey Key = new()
    {
        Id = Guid.NewGuid(),
        Tenant = new TenantId(Guid.NewGuid()),
        Name = "A key",
        Mode = Mode.Live,
        Prefix = "rk_live_abcd",
        CreatedAt = Noon,
    };

    [Fact]
    public void A_key_is_revoked_before_it_is_expired_and_expired_before_it_is_off()
    {
        Assert.Equal(ApiKeyStatus.Active, Key.StatusAt(Noon));
        Assert.Equal(ApiKeyStatus.Disabled, (Key with { DisabledAt = Noon }).StatusAt(Noon));
        Assert.Equal(ApiKeyStatus.Active, (Key with { ExpiresAt = Noon.AddTicks(1) }).StatusAt(Noon));
        Assert.Equal(ApiKeyStatus.Expired, (Key with { ExpiresAt = Noon, DisabledAt = Noon }).StatusAt(Noon));
        Assert.Equal(ApiKeyStatus.Revoked, (Key with { ExpiresAt = Noon, DisabledAt = Noon, RevokedAt = Noon }).StatusAt(Noon));
    }

    [Fact]
    public void A_change_changes_what_it_names_and_nothing_else()
    {
        Assert.Equal(Key, new ApiKeyChange().Of(Key, Noon));
        var changed = new ApiKeyChange
        {
            Name = "B",
            Scopes = ScopeSet.Of(Scope.RoomsRead),
            AllowedIps = ["10.0.0.0/8"],
            ChangesRateLimit = true,
            RateLimit = new RateLimit(1, 5),
            Enabled = false,
        }.Of(Key, Noon);
        Assert.Equal(("B", ScopeSet.Of(Scope.RoomsRead), "10.0.0.0/8", new RateLimit(1, 5), Noon), (changed.Name, changed.Scopes, Assert.Single(changed.AllowedIps), changed.RateLimit, changed.DisabledAt));
        var back = new ApiKeyChange { AllowedIps = [], ChangesRateLimit = true, Enabled = true }.Of(changed, Noon);
        Assert.True(back.AllowedIps.IsEmpty);
        Assert.Null(back.RateLimit);
        Assert.Null(back.DisabledAt);
    }

    [Fact]
    public void To_switch_off_what_is_off_keeps_the_time() =>
        Assert.Equal(Noon, new ApiKeyChange { Enabled = false }.Of(Key with { DisabledAt = Noon }, Noon.AddHours(1)).DisabledAt);

    [Fact]
    public void Every_state_has_a_word_that_is_read_back() => Assert.All(Enum.GetValues<ApiKeyStatus>(), status =>
    {
        Assert.True(ApiKeyStatusText.TryParse(status.Word(), out var read));
        Assert.Equal(status, read);
    });
}
