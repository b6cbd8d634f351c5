using System.Net;
using System.Text;
using RelayKit.EndToEndTests.Reference;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Isolation;

/// <summary>
/// As <see cref="BolaMatrixTests"/>, of the operations that only somebody who is signed in may call: an owner of one tenant with the real ids of another's
/// accounts, invitations and sessions, and with those of somebody else in the same tenant where they are one person's own.
/// </summary>
[Collection(SharedStackTests.Name)]
public sealed class AccountMatrixTests(StackFixture stack, AccountMatrixTests.Neighbours neighbours) : IClassFixture<AccountMatrixTests.Neighbours>
{
    /// <summary>Path parameters that name something of a tenant's.</summary>
    private static readonly Dictionary<string, Func<Person, Task<string>>> Foreign = new(StringComparer.Ordinal)
    {
        ["account"] = static owner => Task.FromResult(owner.AccountId),
        ["account_session"] = SessionIdAsync,
        ["invitation"] = InvitationIdAsync,
    };

    public static TheoryData<string> Operations =>
        [.. ApiReference.Instance.Operations.Where(static operation => operation.IsOfAccounts).Select(static operation => operation.Id)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Nothing_of_another_tenants_people_is_found_shown_or_changed(string id)
    {
        var operation = ApiReference.Instance.Operations.Single(found => found.Id == id);
        var asker = await Person.SignUpVerifiedAsync(stack);
        var (neighbour, colleague, invitation) = (neighbours.Owner, neighbours.Colleague, neighbours.Invitation);
        var before = await StateAsync(neighbour);
        var names = Attempt.ParametersIn(operation, "path");
        Assert.Empty(names.Except(Foreign.Keys));

        var path = operation.Path;
        foreach (var name in names)
        {
            path = path.Replace($"{{{name}}}", name == "invitation" ? invitation : await Foreign[name](neighbour), StringComparison.Ordinal);
        }

        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
        if (operation.Example is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        var answer = await asker.Api.SendAsync(request);

        if (names.Count > 0)
        {
            answer.Expect(HttpStatusCode.NotFound);
            Assert.NotEqual("route_not_found", answer.Code);
        }

        Assert.All(
            [neighbour.Email, colleague.Email, neighbour.AccountId, colleague.AccountId, neighbour.TenantId],
            mark => Assert.True(names.Count > 0 && path.Contains(mark, StringComparison.Ordinal) || !answer.Body.Contains(mark, StringComparison.OrdinalIgnoreCase), answer.Body));
        Assert.Equal(before, await StateAsync(neighbour));
        Assert.True(await neighbour.IsSignedInAsync() && await colleague.IsSignedInAsync(), "the neighbours are signed in as before");
    }

    [Fact]
    public async Task A_colleagues_session_is_not_found_either()
    {
        var owner = await Person.SignUpVerifiedAsync(stack);
        var colleague = await owner.InviteAsync("owner");

        (await owner.Api.DeleteAsync($"/v1/me/sessions/{await SessionIdAsync(colleague)}")).Expect(HttpStatusCode.NotFound, "account_session_not_found");

        Assert.True(await colleague.IsSignedInAsync(), "the colleague is signed in as before");
        Assert.Single((await owner.Api.GetAsync("/v1/me/sessions")).Expect(HttpStatusCode.OK).Data);
    }

    [Fact]
    public async Task A_mailed_token_of_one_tenant_does_nothing_for_whoever_is_signed_in_to_another()
    {
        var (asker, neighbour) = (await Person.SignUpVerifiedAsync(stack), await Person.SignUpVerifiedAsync(stack));
        var to = Person.NewEmail();
        (await neighbour.Api.PostAsync("/v1/auth/email-change", new { email = to, password = Person.Password })).Expect(HttpStatusCode.Accepted);
        var token = await stack.Mails.TokenAsync("change-email", to);

        // Whoever has the mail may use it: it is the neighbour's address that changes, not the one of who sends it.
        await asker.Api.PostAsync("/v1/auth/email-change/confirm", new { token });

        Assert.Equal(asker.Email, (await asker.Api.GetAsync("/v1/me")).Expect(HttpStatusCode.OK)["account"].GetProperty("email").GetString());
    }

    /// <summary>What PostgreSQL holds of a tenant's people; when they were last seen changes by itself.</summary>
    private async Task<string> StateAsync(Person person)
    {
        var digests = new List<string>();
        foreach (var table in new[] { "accounts", "account_sessions", "account_tokens", "invitations" })
        {
            digests.Add(await stack.Database.ScalarAsync<string>(
                $"""
                select '{table} ' || count(*) || ' ' || md5(coalesce(string_agg(r.text, ',' order by r.text), ''))
                from (select (to_jsonb(t) - array['last_seen_at', 'address', 'user_agent'])::text as text from {table} t where tenant_id = $1) r
                """,
                person.TenantRowId));
        }

        return string.Join('\n', digests);
    }

    private static async Task<string> SessionIdAsync(Person person) =>
        (await person.Api.GetAsync("/v1/me/sessions")).Expect(HttpStatusCode.OK).Data[0].GetProperty("id").GetString()!;

    private static async Task<string> InvitationIdAsync(Person owner) =>
        (await owner.Api.PostAsync("/v1/invitations", new { email = Person.NewEmail(), role = "billing" })).Expect(HttpStatusCode.Created).Text("id");

    /// <summary>Those whom nobody may find, show or change, so that the same ones do for every attempt.</summary>
    public sealed class Neighbours(StackFixture stack) : IAsyncLifetime
    {
        public Person Owner { get; private set; } = null!;

        public Person Colleague { get; private set; } = null!;

        public string Invitation { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Owner = await Person.SignUpVerifiedAsync(stack);
            Colleague = await Owner.InviteAsync("developer");
            Invitation = await InvitationIdAsync(Owner);
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
