using System.Net;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Accounts;

/// <summary>Several accounts in one tenant, and what tells them apart from those of others.</summary>
[Collection(SharedStackTests.Name)]
public sealed class TeamTests(StackFixture stack)
{
    [Fact]
    public async Task Whoever_is_invited_joins_once_with_the_role_that_was_given()
    {
        var owner = await Person.SignUpVerifiedAsync(stack);
        var email = Person.NewEmail();
        (await owner.Api.PostAsync("/v1/invitations", new { email, role = "owner" })).Expect(HttpStatusCode.Created);
        var first = await stack.Mails.TokenAsync("accept-invitation", email);
        (await owner.Api.PostAsync("/v1/invitations", new { email, role = "billing" })).Expect(HttpStatusCode.Created);
        await Eventually.HoldsAsync(async () => await stack.Mails.TokenAsync("accept-invitation", email) != first, "the second mail is there");
        var second = await stack.Mails.TokenAsync("accept-invitation", email);
        Assert.Single((await owner.Api.GetAsync("/v1/invitations")).Data);

        (await stack.Anonymous.PostAsync("/v1/auth/accept-invitation", new { token = first, password = Person.Password })).Expect(HttpStatusCode.BadRequest, "invalid_token");
        var joined = (await stack.Anonymous.PostAsync("/v1/auth/accept-invitation", new { token = second, password = Person.Password, name = "Grace" })).Expect(HttpStatusCode.Created);

        Assert.Equal(owner.TenantId, joined["tenant"].GetProperty("id").GetString());
        Assert.Equal("billing", joined["account"].GetProperty("role").GetString());
        Assert.True(joined["account"].GetProperty("email_verified").GetBoolean());
        (await stack.Anonymous.PostAsync("/v1/auth/accept-invitation", new { token = second, password = Person.Password })).Expect(HttpStatusCode.BadRequest, "invalid_token");
        Assert.Empty((await owner.Api.GetAsync("/v1/invitations")).Data);
        Assert.Equal(2, (await owner.Api.GetAsync("/v1/accounts")).Data.Length);
    }

    [Fact]
    public async Task An_address_that_has_an_account_cannot_accept_and_an_invitation_that_was_taken_back_is_nothing()
    {
        var (owner, elsewhere) = (await Person.SignUpVerifiedAsync(stack), await Person.SignUpAsync(stack));
        var invitation = (await owner.Api.PostAsync("/v1/invitations", new { email = elsewhere.Email, role = "developer" })).Expect(HttpStatusCode.Created);
        var token = await stack.Mails.TokenAsync("accept-invitation", elsewhere.Email);

        (await stack.Anonymous.PostAsync("/v1/auth/accept-invitation", new { token, password = Person.Password })).Expect(HttpStatusCode.Conflict, "email_taken");
        (await owner.Api.PostAsync("/v1/invitations", new { email = owner.Email, role = "developer" })).Expect(HttpStatusCode.Conflict, "email_taken");
        (await owner.Api.DeleteAsync($"/v1/invitations/{invitation.Text("id")}")).Expect(HttpStatusCode.NoContent);
        (await stack.Anonymous.PostAsync("/v1/auth/accept-invitation", new { token, password = Person.Password })).Expect(HttpStatusCode.BadRequest, "invalid_token");
        (await owner.Api.DeleteAsync($"/v1/invitations/{invitation.Text("id")}")).Expect(HttpStatusCode.NotFound, "invitation_not_found");
    }

    [Fact]
    public async Task Whoever_is_removed_is_out_within_a_second_and_the_last_owner_stays()
    {
        var owner = await Person.SignUpVerifiedAsync(stack);
        var other = await owner.InviteAsync("developer");
        Assert.True(await other.IsSignedInAsync());

        (await owner.Api.DeleteAsync($"/v1/accounts/{owner.AccountId}")).Expect(HttpStatusCode.Conflict, "last_owner");
        (await owner.Api.PatchAsync($"/v1/accounts/{owner.AccountId}", new { role = "billing" })).Expect(HttpStatusCode.Conflict, "last_owner");
        (await owner.Api.DeleteAsync($"/v1/accounts/{other.AccountId}")).Expect(HttpStatusCode.NoContent);

        await Eventually.HoldsAsync(async () => !await other.IsSignedInAsync(), "the session has ended");
        (await stack.Anonymous.PostAsync("/v1/auth/signin", new { email = other.Email, password = Person.Password })).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await owner.Api.DeleteAsync($"/v1/accounts/{other.AccountId}")).Expect(HttpStatusCode.NotFound, "account_not_found");
    }

    [Fact]
    public async Task Two_owners_who_demote_each_other_at_once_leave_one()
    {
        var one = await Person.SignUpVerifiedAsync(stack);
        var other = await one.InviteAsync("owner");

        var answers = await Task.WhenAll(
            one.Api.PatchAsync($"/v1/accounts/{other.AccountId}", new { role = "developer" }),
            other.Api.PatchAsync($"/v1/accounts/{one.AccountId}", new { role = "developer" }));

        Assert.Single(answers, static answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(1, await stack.Database.ScalarAsync<long>("select count(*) from accounts where tenant_id = $1 and role = 'owner'", one.TenantRowId));
    }

    [Fact]
    public async Task Nothing_of_another_tenant_is_seen_or_changed()
    {
        var (owner, stranger) = (await Person.SignUpVerifiedAsync(stack), await Person.SignUpVerifiedAsync(stack));
        var other = await owner.InviteAsync("developer");
        var invitation = (await owner.Api.PostAsync("/v1/invitations", new { email = Person.NewEmail(), role = "developer" })).Expect(HttpStatusCode.Created);
        var session = (await other.Api.GetAsync("/v1/me/sessions")).Data[0].GetProperty("id").GetString();
        (await owner.Api.PostAsync("/v1/rooms", new { name = "lobby" })).Expect(HttpStatusCode.Created);

        (await stranger.Api.PatchAsync($"/v1/accounts/{other.AccountId}", new { role = "owner" })).Expect(HttpStatusCode.NotFound, "account_not_found");
        (await stranger.Api.DeleteAsync($"/v1/accounts/{other.AccountId}")).Expect(HttpStatusCode.NotFound, "account_not_found");
        (await stranger.Api.DeleteAsync($"/v1/invitations/{invitation.Text("id")}")).Expect(HttpStatusCode.NotFound, "invitation_not_found");
        (await stranger.Api.DeleteAsync($"/v1/me/sessions/{session}")).Expect(HttpStatusCode.NotFound, "account_session_not_found");
        (await stranger.Api.GetAsync("/v1/rooms/lobby")).Expect(HttpStatusCode.NotFound, "room_not_found");
        Assert.Single((await stranger.Api.GetAsync("/v1/accounts")).Data);
        Assert.Empty((await stranger.Api.GetAsync("/v1/invitations")).Data);
    }

    [Fact]
    public async Task A_cookie_changes_nothing_for_other_sites_and_a_key_goes_before_it()
    {
        var person = await Person.SignUpVerifiedAsync(stack);
        var tenant = await stack.CreateTenantAsync();

        Task<ApiAnswer> SendAsync(string? origin, string? site, string? bearer = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/rooms") { Content = new StringContent("""{"name":"lobby"}""", null, "application/json") };
            request.Headers.Add("Cookie", person.Cookie);
            foreach (var (name, value) in new[] { ("Origin", origin), ("Sec-Fetch-Site", site), ("Authorization", bearer) })
            {
                if (value is not null)
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }

            return stack.Anonymous.SendAsync(request);
        }

        (await SendAsync(null, null)).Expect(HttpStatusCode.Forbidden, "cross_site_request");
        (await SendAsync("https://evil.example", null)).Expect(HttpStatusCode.Forbidden, "cross_site_request");
        (await SendAsync(null, "cross-site")).Expect(HttpStatusCode.Forbidden, "cross_site_request");
        (await SendAsync(null, null, $"Bearer {tenant.Key}")).Expect(HttpStatusCode.Created);
        (await SendAsync(null, "same-origin", "Bearer rk_live_x")).Expect(HttpStatusCode.Unauthorized, "invalid_api_key");
        Assert.Empty((await person.Api.GetAsync("/v1/rooms")).Data);
        (await SendAsync(null, "same-origin")).Expect(HttpStatusCode.Created);
        (await tenant.Api.GetAsync("/v1/me")).Expect(HttpStatusCode.Unauthorized, "not_signed_in");
    }
}
