using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RelayKit.Access;
using RelayKit.Accounts;
using RelayKit.UnitTests.Api.RateLimiting;
using RelayKit.UnitTests.Supabase;

namespace RelayKit.UnitTests.Api.Accounts;

/// <summary>Access tokens of Supabase's on the routes of a tenant, over HTTP.</summary>
public sealed class SupabaseBearerTests : IAsyncLifetime
{
    private BearerApi _api = null!;

    public async Task InitializeAsync() => _api = await BearerApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task A_token_lets_its_account_in_as_its_tenant_and_with_its_roles_scopes()
    {
        var (owner, billing) = (await _api.AddAsync(), await _api.AddAsync("grace@example.com", AccountRole.Billing));

        var answer = await _api.GetAsync(_api.Token(owner.Id.Value));
        Assert.Equal((200, owner.Tenant.ToString(), owner.Id.ToString()), (answer.Status, TextOf(answer, "tenant"), TextOf(answer, "account")));
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Post, "/v1/things", _api.Token(owner.Id.Value))).Status);
        Assert.Equal(200, (await _api.GetAsync(_api.Token(owner.Id.Value), "/v1/me")).Status);
        Assert.Equal("Test", TextOf(await _api.GetAsync(_api.Token(owner.Id.Value), "/v1/things?mode=test"), "mode"));

        // What people write about themselves ("role": "owner") gives nothing.
        await ExpectAsync(403, "insufficient_scope", _api.SendAsync(HttpMethod.Post, "/v1/things", _api.Token(billing.Id.Value)));
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Post, "/v1/billing", _api.Token(billing.Id.Value))).Status);
    }

    [Fact]
    public async Task Every_token_that_is_not_good_is_refused_with_its_code()
    {
        var account = await _api.AddAsync();
        var (key, now) = (_api.Supabase.Key, _api.Time.GetUtcNow().ToUnixTimeSeconds());
        using var foreign = ProjectKey.Ec("foreign");
        using var twin = ProjectKey.Ec(key.Name);
        JsonObject Good() => _api.ClaimsOf(account.Id.Value);
        (string Code, string Token)[] forged =
        [
            ("token_malformed", "a.b.c"),
            ("token_malformed", key.Sign(Good().With("email", new string('a', 13_000)))),
            ("token_algorithm_not_allowed", ProjectKey.Compact(new JsonObject { ["alg"] = "none" }, Good(), static _ => [])),
            ("token_algorithm_not_allowed", ProjectKey.SignWithSecret(Good(), key.PublicPem(), key.Name)),
            ("token_wrong_issuer", foreign.Sign(Good().With("iss", "https://other.supabase.example/auth/v1"))),
            ("token_unknown_key", foreign.Sign(Good())),
            ("token_bad_signature", twin.Sign(Good())),
            ("token_wrong_audience", key.Sign(Good().With("aud", "anon"))),
            ("token_expired", key.Sign(Good().With("exp", now - 60))),
            ("token_not_yet_valid", key.Sign(Good().With("nbf", now + 60))),
        ];

        foreach (var (code, token) in forged)
        {
            await ExpectAsync(401, code, _api.GetAsync(token));
            await ExpectAsync(401, code, _api.GetAsync(token, "/v1/me"));
        }
    }

    [Fact]
    public async Task Keys_and_other_headers_are_judged_as_before()
    {
        Assert.Equal(200, (await _api.GetAsync(_api.Keys.Add(ScopeSet.All))).Status);
        await ExpectAsync(401, "invalid_api_key", _api.GetAsync("rk_live_x"));
        await ExpectAsync(401, "missing_api_key", _api.GetAsync(null));
        await ExpectAsync(401, "not_signed_in", _api.GetAsync("rk_live_x", "/v1/me"));
        Assert.DoesNotContain(_api.Supabase.Calls, static call => call.Contains("jwks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_tokens_that_are_there_and_those_that_the_session_is_renewed_to()
    {
        var account = await _api.AddAsync();
        var began = _api.ClaimsOf(account.Id.Value)["amr"]!.DeepClone();
        _api.Time.Advance(TimeSpan.FromMinutes(10));
        var token = _api.Supabase.Key.Sign(_api.ClaimsOf(account.Id.Value).With("amr", began.DeepClone()));
        Assert.Equal(200, (await _api.GetAsync(token)).Status);

        Assert.Equal(204, (await _api.SendAsync(HttpMethod.Post, "/v1/out-everywhere", token)).Status);

        await ExpectAsync(401, "token_signed_out", _api.GetAsync(token));
        Assert.Contains("POST /auth/v1/logout?scope=global", _api.Supabase.Calls);
        _api.Time.Advance(TimeSpan.FromMinutes(1));
        await ExpectAsync(401, "token_signed_out", _api.GetAsync(_api.Supabase.Key.Sign(_api.ClaimsOf(account.Id.Value).With("amr", began.DeepClone()))));
        Assert.Equal(200, (await _api.GetAsync(_api.Token(account.Id.Value))).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_Supabase()
    {
        var account = await _api.AddAsync();

        Assert.Equal(204, (await _api.SendAsync(HttpMethod.Post, "/v1/out", _api.Token(account.Id.Value))).Status);

        Assert.Contains("POST /auth/v1/logout?scope=local", _api.Supabase.Calls);
    }

    [Fact]
    public async Task Somebody_without_an_account_is_told_so_and_an_account_is_linked_once_where_both_have_verified_the_address()
    {
        var verified = await _api.AddAsync("ada@example.com", provider: "built_in");
        var unverified = await _api.AddAsync("grace@example.com", provider: "built_in", isVerified: false);
        var (ada, grace, eve, mallory) = (
            _api.Supabase.Add("ada@example.com", "x", confirmed: true), _api.Supabase.Add("grace@example.com", "x", confirmed: true),
            _api.Supabase.Add("eve@example.com", "x", confirmed: true), _api.Supabase.Add("eve2@example.com", "x", confirmed: false));

        Assert.Equal(verified.Id.ToString(), TextOf(await _api.GetAsync(_api.Token(ada.Id)), "account"));
        foreach (var user in new[] { grace.Id, eve.Id, mallory.Id, Guid.NewGuid() })
        {
            await ExpectAsync(403, "no_account", _api.GetAsync(_api.Token(user)));
        }

        Assert.Equal("built_in", (await _api.Accounts.FindAsync(unverified.Tenant, unverified.Id, default))!.Account.Provider);
        _api.Supabase.Remove(ada.Id);
        _api.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(verified.Id.ToString(), TextOf(await _api.GetAsync(_api.Token(ada.Id)), "account"));
    }

    [Fact]
    public async Task An_account_that_is_removed_is_out_within_a_second_and_one_that_is_not_verified_changes_nothing_live()
    {
        var account = await _api.AddAsync(isVerified: false);
        var token = _api.Token(account.Id.Value);
        await ExpectAsync(403, "email_not_verified", _api.SendAsync(HttpMethod.Post, "/v1/things", token));
        Assert.Equal(200, (await _api.SendAsync(HttpMethod.Post, "/v1/things?mode=test", token)).Status);

        await _api.Accounts.RemoveAsync(account.Tenant, account.Id, default);
        _api.Time.Advance(TimeSpan.FromSeconds(1));

        await ExpectAsync(403, "no_account", _api.GetAsync(token));
    }

    [Fact]
    public async Task Without_the_projects_keys_nobody_is_let_in_and_with_known_ones_everybody_goes_on()
    {
        var account = await _api.AddAsync();
        _api.Supabase.Instead = static _ => Results.StatusCode(500);
        var away = await _api.GetAsync(_api.Token(account.Id.Value));
        Assert.Equal((503, "identity_provider_unavailable"), (away.Status, away.Code));
        Assert.NotNull(away.RetryAfter);

        _api.Supabase.Instead = static _ => null;
        _api.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await _api.GetAsync(_api.Token(account.Id.Value))).Status);
        _api.Supabase.Instead = static _ => Results.StatusCode(500);
        _api.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await _api.GetAsync(_api.Token(account.Id.Value))).Status);

        // Whether somebody is to be linked only Supabase can say.
        await ExpectAsync(503, "identity_provider_unavailable", _api.GetAsync(_api.Token(Guid.NewGuid())));
    }

    [Fact]
    public async Task Whoever_sends_bad_tokens_runs_out_of_points_and_a_token_that_was_good_goes_on()
    {
        var account = await _api.AddAsync();
        var good = _api.Token(account.Id.Value);
        Assert.Equal(200, (await _api.GetAsync(good)).Status);

        LimitedAnswer? answer = null;
        for (var i = 0; i < 200 && answer?.Status != 429; i++)
        {
            answer = await _api.GetAsync("a.b.c");
        }

        Assert.Equal(429, answer!.Status);
        Assert.Equal(200, (await _api.GetAsync(good)).Status);
    }

    private static async Task ExpectAsync(int status, string code, Task<LimitedAnswer> asked)
    {
        var answer = await asked;
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    private static string? TextOf(LimitedAnswer answer, string name) => answer.Json.GetProperty(name).GetString();
}
