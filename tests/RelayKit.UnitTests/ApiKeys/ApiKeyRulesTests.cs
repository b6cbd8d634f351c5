using CsCheck;
using RelayKit.Access;
using RelayKit.ApiKeys;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.ApiKeys;

/// <summary>No key is a way to a greater one.</summary>
public sealed class ApiKeyRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[][] Networks = [[], ["10.0.0.0/8"], ["10.1.0.0/16"], ["10.1.0.0/16", "2001:db8::/32"], ["192.0.2.1"]];

    private static readonly System.Net.IPAddress[] Probes =
        [.. new[] { "10.9.9.9", "10.1.9.9", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db9::1" }.Select(System.Net.IPAddress.Parse)];

    private static readonly Gen<ApiKey> GenKey = Gen.Select(Gen.Bool, Gen.ULong, Gen.Int[0, 3], Gen.Int[0, Networks.Length - 1], Gen.Int[0, 3], Gen.Bool).Select(
        (isTest, bits, hours, networks, rate, hasAll) => Key() with
        {
            Mode = isTest ? Mode.Test : Mode.Live,
            Scopes = hasAll ? ScopeSet.All : ScopeSet.Of([.. ScopeText.Scopes.Where(scope => (bits >> (int)scope & 1) != 0)]),
            ExpiresAt = hours == 0 ? null : Noon.AddHours(hours),
            AllowedIps = [.. Networks[networks]],
            RateLimit = rate == 0 ? null : new RateLimit(rate, rate * 5),
        });

    [Fact]
    public void Whatever_a_key_may_make_has_no_more_than_it() => Gen.Select(GenKey, GenKey).Sample((maker, made) =>
    {
        var refused = ApiKeyRules.RefuseToMake(made, ApiKeyCaller.Of(maker));

        Assert.Equal(IsNoMore(made, maker), refused is null);
        Assert.True(refused is null || refused.Code == ErrorCode.ExceedsCaller);
    });

    [Fact]
    public void No_chain_of_keys_that_make_keys_comes_to_more_than_the_first() => Gen.Select(GenKey, GenKey.Array[1, 6]).Sample((first, asked) =>
    {
        var current = first;
        foreach (var next in asked)
        {
            if (ApiKeyRules.RefuseToMake(next, ApiKeyCaller.Of(current)) is null)
            {
                current = next;
            }
        }

        Assert.True(IsNoMore(current, first));
    });

    [Fact]
    public void A_key_is_touched_by_none_that_has_less_and_seen_by_no_test_key_that_is_live() => Gen.Select(GenKey, GenKey).Sample((caller, key) =>
    {
        foreach (var act in Enum.GetValues<ApiKeyAct>())
        {
            var refused = ApiKeyRules.RefuseToTouch(key, ApiKeyCaller.Of(caller), act);

            Assert.Equal(IsNoMore(key, caller), refused is null);
            if (caller.Mode == Mode.Test && key.Mode == Mode.Live)
            {
                Assert.Equal(ErrorCode.ApiKeyNotFound, refused!.Code);
            }
        }
    });

    [Fact]
    public void The_operator_may_do_all_of_it() => GenKey.Sample(key =>
    {
        Assert.Null(ApiKeyRules.RefuseToMake(key, null));
        Assert.All(Enum.GetValues<ApiKeyAct>(), act => Assert.Null(ApiKeyRules.RefuseToTouch(key, null, act)));
    });

    [Fact]
    public void A_personal_key_is_made_by_its_account_and_by_nobody_else()
    {
        var account = Guid.NewGuid();
        var personal = Key() with { Kind = ApiKeyKind.Personal, AccountId = account };

        Assert.Null(ApiKeyRules.RefuseToMake(personal, ApiKeyCaller.Of(account, ScopeSet.All)));
        Assert.NotNull(ApiKeyRules.RefuseToMake(personal, ApiKeyCaller.Of(Guid.NewGuid(), ScopeSet.All)));
        Assert.NotNull(ApiKeyRules.RefuseToMake(personal, ApiKeyCaller.Of(Key())));
        Assert.NotNull(ApiKeyRules.RefuseToMake(personal, ApiKeyCaller.Of(personal)));
    }

    [Fact]
    public void A_personal_key_makes_no_key_that_would_outlive_its_account()
    {
        var personal = Key() with { Kind = ApiKeyKind.Personal, AccountId = Guid.NewGuid() };

        Assert.NotNull(ApiKeyRules.RefuseToMake(Key(), ApiKeyCaller.Of(personal)));
        Assert.Null(ApiKeyRules.RefuseToMake(Key(), ApiKeyCaller.Of(personal.AccountId!.Value, ScopeSet.All)));
    }

    [Fact]
    public void Somebody_elses_personal_key_can_be_revoked_and_nothing_more()
    {
        var owner = Guid.NewGuid();
        var personal = Key() with { Kind = ApiKeyKind.Personal, AccountId = owner };

        foreach (var caller in new[] { ApiKeyCaller.Of(Guid.NewGuid(), ScopeSet.All), ApiKeyCaller.Of(Key()) })
        {
            Assert.NotNull(ApiKeyRules.RefuseToTouch(personal, caller, ApiKeyAct.Change));
            Assert.NotNull(ApiKeyRules.RefuseToTouch(personal, caller, ApiKeyAct.Rotate));
            Assert.Null(ApiKeyRules.RefuseToTouch(personal, caller, ApiKeyAct.Revoke));
        }

        Assert.All(Enum.GetValues<ApiKeyAct>(), act => Assert.Null(ApiKeyRules.RefuseToTouch(personal, ApiKeyCaller.Of(owner, ScopeSet.All), act)));
    }

    [Fact]
    public void A_refusal_names_all_that_is_too_much()
    {
        var maker = Key() with { Mode = Mode.Test, Scopes = ScopeSet.Of(Scope.ApiKeysWrite), ExpiresAt = Noon, AllowedIps = ["10.0.0.0/8"], RateLimit = new RateLimit(5, 25) };

        var message = ApiKeyRules.RefuseToMake(Key() with { Scopes = ScopeSet.Of(Scope.ApiKeysWrite, Scope.RoomsRead) }, ApiKeyCaller.Of(maker))!.Message;

        foreach (var part in new[] { "rooms:read", "live mode", "2026-11-26T12:00:00", "10.0.0.0/8", "5 points a second" })
        {
            Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    /// <summary>The same, said in another way: sampled addresses and instants instead of ranges.</summary>
    private static bool IsNoMore(ApiKey key, ApiKey than) =>
        ScopeText.Scopes.All(scope => !key.Scopes.Contains(scope) || than.Scopes.Contains(scope))
        && (!key.Scopes.IsAll || than.Scopes.IsAll)
        && (key.Mode == Mode.Test || than.Mode == Mode.Live)
        && Enumerable.Range(0, 5).Select(hours => Noon.AddHours(hours)).All(at => !Works(key, at) || Works(than, at))
        && Probes.All(address => !Admits(key, address) || Admits(than, address))
        && (than.RateLimit is not { } limit || (key.RateLimit is { } own && own.PerSecond <= limit.PerSecond));

    private static bool Works(ApiKey key, DateTimeOffset at) => key.ExpiresAt is null || at < key.ExpiresAt;

    private static bool Admits(ApiKey key, System.Net.IPAddress address) =>
        key.AllowedIps.IsEmpty || AddressRange.ParseAll(key.AllowedIps).Any(range => range.Contains(address));

    private static ApiKey Key() => new()
    {
        Id = Guid.NewGuid(),
        Tenant = new TenantId(Guid.NewGuid()),
        Name = "A key",
        Mode = Mode.Live,
        Prefix = "rk_live_abcd",
        CreatedAt = Noon,
    };
}
