using System.Net;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>Somebody with an account who is signed in, and a client that carries the cookie as a browser does.</summary>
public sealed record Person(StackFixture Stack, string Email, string Cookie, ApiAnswer Answer)
{
    public const string Password = "seven brass kettles";

    public string AccountId => Answer["account"].GetProperty("id").GetString()!;

    public string TenantId => Answer["tenant"].GetProperty("id").GetString()!;

    public Guid TenantRowId => PublicIds.Decode(TenantId);

    public ApiClient Api => Stack.Browser(Cookie);

    public static string NewEmail() => $"p{Guid.NewGuid():N}@example.com";

    /// <summary>Signs up; the address is not verified.</summary>
    public static async Task<Person> SignUpAsync(StackFixture stack)
    {
        var email = NewEmail();
        var answer = await stack.Anonymous.PostAsync("/v1/auth/signup", new { email, password = Password, organization = "Acme" });
        return Of(stack, email, answer.Expect(HttpStatusCode.Created));
    }

    /// <summary>Signs up and verifies the address.</summary>
    public static async Task<Person> SignUpVerifiedAsync(StackFixture stack)
    {
        var person = await SignUpAsync(stack);
        var token = await stack.Mails.TokenAsync("verify-email", person.Email);
        (await stack.Anonymous.PostAsync("/v1/auth/verify-email", new { token })).Expect(HttpStatusCode.NoContent);
        return person;
    }

    /// <summary>Invites somebody into this person's tenant, who accepts.</summary>
    public async Task<Person> InviteAsync(string role)
    {
        var email = NewEmail();
        (await Api.PostAsync("/v1/invitations", new { email, role })).Expect(HttpStatusCode.Created);
        var token = await Stack.Mails.TokenAsync("accept-invitation", email);
        return Of(Stack, email, (await Stack.Anonymous.PostAsync("/v1/auth/accept-invitation", new { token, password = Password })).Expect(HttpStatusCode.Created));
    }

    /// <summary>Signs in again, in another browser.</summary>
    public async Task<Person> SignInAsync(string password = Password) =>
        Of(Stack, Email, (await Stack.Anonymous.PostAsync("/v1/auth/signin", new { email = Email, password })).Expect(HttpStatusCode.OK));

    /// <summary>Whether the session still goes on.</summary>
    public async Task<bool> IsSignedInAsync() => (await Api.GetAsync("/v1/me")).Status == HttpStatusCode.OK;

    private static Person Of(StackFixture stack, string email, ApiAnswer answer) => new(stack, email, CookieOf(answer), answer);

    public static string CookieOf(ApiAnswer answer) => answer.Headers["Set-Cookie"].Split(';')[0];
}
