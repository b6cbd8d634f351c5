using System.Net;
using System.Text;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Accounts;

/// <summary>People sign up, in and out, and change what they sign in with.</summary>
[Collection(SharedStackTests.Name)]
public sealed class AccountFlowTests(StackFixture stack)
{
    private const string Other = "nine copper kettles";

    [Fact]
    public async Task Whoever_signs_up_is_the_owner_of_a_tenant_and_signed_in_by_a_cookie_that_scripts_do_not_see()
    {
        var person = await Person.SignUpAsync(stack);

        var cookie = person.Answer.Headers["Set-Cookie"];
        Assert.StartsWith("__Host-relaykit_session=", cookie, StringComparison.Ordinal);
        Assert.All(["path=/", "secure", "samesite=lax", "httponly"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        var me = (await person.Api.GetAsync("/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal(person.Email, me["account"].GetProperty("email").GetString());
        Assert.Equal("owner", me["account"].GetProperty("role").GetString());
        Assert.False(me["account"].GetProperty("email_verified").GetBoolean());
        Assert.Equal("Acme", me["tenant"].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Of_several_who_sign_up_with_one_address_at_once_one_has_it_and_no_others_tenant_is_left_for_ever()
    {
        var (email, organization) = (Person.NewEmail(), $"Race {Guid.NewGuid():N}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => stack.Anonymous.PostAsync("/v1/auth/signup", new { email, password = Person.Password, organization })));

        Assert.Single(answers, static answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(static answer => answer.Status != HttpStatusCode.Created), static answer => answer.Expect(HttpStatusCode.Conflict, "email_taken"));
        Assert.Equal(1, await stack.Database.ScalarAsync<long>(
            "select count(*) from tenants t where name = $1 and not exists (select from tenant_deletions d where d.tenant_id = t.tenant_id)", organization));
    }

    [Fact]
    public async Task Until_the_address_is_verified_only_test_mode_changes_anything()
    {
        var person = await Person.SignUpAsync(stack);

        (await person.Api.PostAsync("/v1/rooms", new { name = "lobby" })).Expect(HttpStatusCode.Forbidden, "email_not_verified");
        (await person.Api.PostAsync("/v1/invitations", new { email = Person.NewEmail(), role = "developer" })).Expect(HttpStatusCode.Forbidden, "email_not_verified");
        (await person.Api.PostAsync("/v1/rooms?mode=test", new { name = "lobby" })).Expect(HttpStatusCode.Created);
        (await person.Api.GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
        (await person.Api.PostAsync("/v1/api-keys", new { name = "Backend", mode = "live" })).Expect(HttpStatusCode.Forbidden, "email_not_verified");
        (await person.Api.PostAsync("/v1/api-keys?mode=test", new { name = "Backend", mode = "live" })).Expect(HttpStatusCode.Forbidden, "exceeds_caller");
        (await person.Api.PostAsync("/v1/api-keys?mode=test", new { name = "Backend", mode = "test" })).Expect(HttpStatusCode.Created);

        var token = await stack.Mails.TokenAsync("verify-email", person.Email);
        (await stack.Anonymous.PostAsync("/v1/auth/verify-email", new { token })).Expect(HttpStatusCode.NoContent);
        (await stack.Anonymous.PostAsync("/v1/auth/verify-email", new { token })).Expect(HttpStatusCode.BadRequest, "invalid_token");
        await Eventually.HoldsAsync(async () => (await person.Api.PostAsync("/v1/rooms", new { name = "lobby" })).Status == HttpStatusCode.Created, "it holds");
        Assert.Equal(["lobby"], (await person.Api.GetAsync("/v1/rooms?mode=test")).Data.Select(static room => room.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Signing_in_begins_a_new_session_ends_the_one_it_came_with_and_signing_out_ends_it()
    {
        var first = await Person.SignUpAsync(stack);
        var (planted, elsewhere) = (await first.SignInAsync(), await first.SignInAsync());

        var answer = await planted.Api.PostAsync("/v1/auth/signin", new { email = first.Email, password = Person.Password });

        var now = first with { Cookie = Person.CookieOf(answer.Expect(HttpStatusCode.OK)) };
        Assert.NotEqual(planted.Cookie, now.Cookie);
        Assert.False(await planted.IsSignedInAsync());
        Assert.True(await now.IsSignedInAsync());
        Assert.Equal(3, (await now.Api.GetAsync("/v1/me/sessions")).Data.Length);

        (await now.Api.PostAsync("/v1/auth/signout", "")).Expect(HttpStatusCode.NoContent);
        Assert.False(await now.IsSignedInAsync());
        (await elsewhere.Api.PostAsync("/v1/auth/signout-everywhere", "")).Expect(HttpStatusCode.NoContent);
        await Eventually.HoldsAsync(async () => !await first.IsSignedInAsync() && !await elsewhere.IsSignedInAsync(), "all have ended");
    }

    [Fact]
    public async Task One_browser_is_signed_out_from_another()
    {
        var here = await Person.SignUpAsync(stack);
        var there = await here.SignInAsync();
        var sessions = (await here.Api.GetAsync("/v1/me/sessions")).Data;
        var id = sessions.Single(static session => !session.GetProperty("current").GetBoolean()).GetProperty("id").GetString();

        (await here.Api.DeleteAsync($"/v1/me/sessions/{id}")).Expect(HttpStatusCode.NoContent);

        await Eventually.HoldsAsync(async () => !await there.IsSignedInAsync(), "it has ended");
        Assert.True(await here.IsSignedInAsync());
        (await here.Api.DeleteAsync($"/v1/me/sessions/{id}")).Expect(HttpStatusCode.NotFound, "account_session_not_found");
    }

    [Fact]
    public async Task A_new_password_ends_all_sessions_and_who_asks_for_one_learns_nothing()
    {
        var person = await Person.SignUpAsync(stack);
        var unknown = await stack.Anonymous.PostAsync("/v1/auth/password-reset", new { email = Person.NewEmail() });
        var known = await stack.Anonymous.PostAsync("/v1/auth/password-reset", new { email = person.Email.ToUpperInvariant() });
        Assert.Equal((HttpStatusCode.Accepted, unknown.Body), (known.Expect(HttpStatusCode.Accepted).Status, known.Body));
        var token = await stack.Mails.TokenAsync("reset-password", person.Email);

        (await stack.Anonymous.PostAsync("/v1/auth/password-reset/complete", new { token, password = person.Email })).ExpectInvalid("/password");
        (await stack.Anonymous.PostAsync("/v1/auth/password-reset/complete", new { token, password = Other })).Expect(HttpStatusCode.NoContent);

        (await stack.Anonymous.PostAsync("/v1/auth/password-reset/complete", new { token, password = Other })).Expect(HttpStatusCode.BadRequest, "invalid_token");
        await Eventually.HoldsAsync(async () => !await person.IsSignedInAsync(), "the session has ended");
        (await stack.Anonymous.PostAsync("/v1/auth/signin", new { email = person.Email, password = Person.Password })).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        var again = await person.SignInAsync(Other);
        Assert.True((await again.Api.GetAsync("/v1/me"))["account"].GetProperty("email_verified").GetBoolean());
        await stack.Mails.FindAsync("password-changed", person.Email);
    }

    [Fact]
    public async Task The_password_is_changed_by_whoever_knows_it_and_other_sessions_end()
    {
        var here = await Person.SignUpAsync(stack);
        var there = await here.SignInAsync();

        (await here.Api.PostAsync("/v1/auth/password", new { current_password = Other, new_password = Other })).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await here.Api.PostAsync("/v1/auth/password", new { current_password = Person.Password, new_password = "short" })).ExpectInvalid("/new_password");
        (await here.Api.PostAsync("/v1/auth/password", new { current_password = Person.Password, new_password = Other })).Expect(HttpStatusCode.NoContent);

        await Eventually.HoldsAsync(async () => !await there.IsSignedInAsync(), "the other session has ended");
        Assert.True(await here.IsSignedInAsync());
        await here.SignInAsync(Other);
    }

    [Fact]
    public async Task The_address_is_changed_when_the_new_one_confirms_and_the_old_one_is_told()
    {
        var (person, another) = (await Person.SignUpAsync(stack), await Person.SignUpAsync(stack));
        var to = Person.NewEmail();

        (await person.Api.PostAsync("/v1/auth/email-change", new { email = to, password = Other })).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await person.Api.PostAsync("/v1/auth/email-change", new { email = another.Email, password = Person.Password })).Expect(HttpStatusCode.Conflict, "email_taken");
        (await person.Api.PostAsync("/v1/auth/email-change", new { email = to, password = Person.Password })).Expect(HttpStatusCode.Accepted);
        await stack.Mails.FindAsync("change-email-notice", person.Email);
        var token = await stack.Mails.TokenAsync("change-email", to);
        await person.SignInAsync();
        (await stack.Anonymous.PostAsync("/v1/auth/email-change/confirm", new { token })).Expect(HttpStatusCode.NoContent);

        await stack.Mails.FindAsync("email-changed", person.Email);
        (await stack.Anonymous.PostAsync("/v1/auth/signin", new { email = person.Email, password = Person.Password })).Expect(HttpStatusCode.Unauthorized);
        await (person with { Email = to }).SignInAsync();
    }

    [Fact]
    public async Task A_sign_up_that_is_repeated_makes_one_account_and_gives_the_same_session()
    {
        var key = $"\"{Guid.NewGuid()}\"";
        var body = $$"""{"email":"{{Person.NewEmail()}}","password":"{{Person.Password}}","organization":"Acme"}""";

        Task<ApiAnswer> SendAsync(string text) => stack.Anonymous.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/auth/signup")
        {
            Content = new StringContent(text, Encoding.UTF8, "application/json"),
            Headers = { { "Idempotency-Key", key } },
        });

        var (first, second) = ((await SendAsync(body)).Expect(HttpStatusCode.Created), (await SendAsync(body)).Expect(HttpStatusCode.Created));

        Assert.Equal((first.Body, Person.CookieOf(first)), (second.Body, Person.CookieOf(second)));
        Assert.Equal("true", second.Headers["Idempotent-Replayed"]);

        // Who has nothing but a key that somebody else has used too meets nothing of theirs.
        (await SendAsync(body.Replace("Acme", "Others", StringComparison.Ordinal))).Expect(HttpStatusCode.Conflict, "email_taken");
    }

    [Fact]
    public async Task A_hash_that_costs_less_is_replaced_when_its_password_is_known()
    {
        var person = await Person.SignUpAsync(stack);
        const string Hash = "select password_hash from accounts where tenant_id = $1";
        Assert.StartsWith("$2a$12$", await stack.Database.ScalarAsync<string>(Hash, person.TenantRowId), StringComparison.Ordinal);
        await stack.Database.ScalarAsync<string>(
            "update accounts set password_hash = '$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe' where tenant_id = $1 returning password_hash", person.TenantRowId);

        await person.SignInAsync("a");

        Assert.StartsWith("$2a$12$", await stack.Database.ScalarAsync<string>(Hash, person.TenantRowId), StringComparison.Ordinal);
        await person.SignInAsync("a");
    }

    [Fact]
    public async Task Nothing_that_identifies_a_person_or_opens_anything_is_in_the_log()
    {
        var person = await Person.SignUpVerifiedAsync(stack);
        var verification = await stack.Mails.TokenAsync("verify-email", person.Email);
        await stack.Anonymous.PostAsync("/v1/auth/signin", new { email = person.Email, password = "wrong canary password" });
        await stack.Anonymous.PostAsync("/v1/auth/signup", $$"""{"email":"{{person.Email}}","password":"canary canary canary","organization":"A","x":1}""");
        await stack.Anonymous.PostAsync("/v1/auth/password-reset", new { email = person.Email });
        var reset = await stack.Mails.TokenAsync("reset-password", person.Email);
        await stack.Anonymous.PostAsync("/v1/auth/password-reset/complete", new { token = reset, password = Other });

        foreach (var secret in new[] { person.Email, verification, reset, person.Cookie.Split('=')[1], Person.Password, Other, "canary" })
        {
            Assert.DoesNotContain(secret, stack.SiloOutput, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Only_hashes_of_tokens_are_stored()
    {
        var person = await Person.SignUpAsync(stack);
        var tokens = new[] { await stack.Mails.TokenAsync("verify-email", person.Email), person.Cookie.Split('=')[1] };

        foreach (var table in new[] { "accounts", "account_sessions", "account_tokens" })
        {
            var rows = await stack.Database.ScalarAsync<string>($"select coalesce(string_agg(t::text, ' '), '') from {table} t where tenant_id = $1", person.TenantRowId);
            Assert.All([.. tokens, Person.Password], secret => Assert.DoesNotContain(secret, rows, StringComparison.Ordinal));
        }
    }
}
