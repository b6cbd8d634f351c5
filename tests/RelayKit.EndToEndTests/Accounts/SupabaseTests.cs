using System.Net;
using System.Text.Json.Nodes;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;
using RelayKit.UnitTests.Supabase;

namespace RelayKit.EndToEndTests.Accounts;

/// <summary>Accounts that move to Supabase Auth and back, by the commands and the silos that an operator would run: nobody sets a new password.</summary>
public sealed class SupabaseTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>A client of the silo that runs, with a bearer, a session's cookie, or neither.</summary>
    private delegate ApiClient Clients(string? bearer = null, string? cookie = null);

    private readonly Mailbox _mails = new();
    private GoTrueDouble _supabase = null!;
    private PlayedLiveKit _liveKit = null!;
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _supabase = await GoTrueDouble.StartAsync();
        _liveKit = await PlayedLiveKit.StartAsync();
        _database = await PostgresServer.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _liveKit.DisposeAsync();
        await _supabase.DisposeAsync();
        _mails.Dispose();
    }

    [Fact]
    public async Task Who_has_an_account_signs_in_with_the_same_password_before_there_and_back_again()
    {
        var (email, cookie, account) = (Person.NewEmail(), "", Guid.Empty);
        await WithSiloAsync(Settings(supabase: false), async api =>
        {
            var signedUp = (await api().PostAsync("/v1/auth/signup", new { email, password = Person.Password, organization = "Acme" })).Expect(HttpStatusCode.Created);
            (cookie, account) = (Person.CookieOf(signedUp), PublicIds.Decode(signedUp["account"].GetProperty("id").GetString()!));
            (await api().PostAsync("/v1/auth/verify-email", new { token = await _mails.TokenAsync("verify-email", email) })).Expect(HttpStatusCode.NoContent);
        });

        await RunAsync(Settings(supabase: true), "export-accounts");
        var moved = Assert.Single(_supabase.Users);
        Assert.Equal((account, email, true), (moved.Id, moved.Email, moved.IsConfirmed));

        await WithSiloAsync(Settings(supabase: true), async api =>
        {
            (await SignInAsync(api, email, Person.Password)).Expect(HttpStatusCode.OK);
            (await SignInAsync(api, email, "another password")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
            Assert.Equal(email, (await api(cookie: cookie).GetAsync("/v1/me")).Expect(HttpStatusCode.OK)["account"].GetProperty("email").GetString());

            JsonObject Good() => Claims.Of(DateTimeOffset.UtcNow, account, _supabase.Issuer);
            (await api(_supabase.Key.Sign(Good())).GetAsync("/v1/rooms")).Expect(HttpStatusCode.OK);
            using var foreign = ProjectKey.Ec("foreign");
            (string Code, string Token)[] refused =
            [
                ("token_expired", _supabase.Key.Sign(Good().With("exp", DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds()))),
                ("token_wrong_audience", _supabase.Key.Sign(Good().With("aud", "anon"))),
                ("token_unknown_key", foreign.Sign(Good())),
                ("token_algorithm_not_allowed", ProjectKey.SignWithSecret(Good(), _supabase.Key.PublicPem(), _supabase.Key.Name)),
            ];
            foreach (var (code, token) in refused)
            {
                (await api(token).GetAsync("/v1/rooms")).Expect(HttpStatusCode.Unauthorized, code);
            }
        });

        var users = Path.Combine(_mails.Directory, "users.ndjson");
        await File.WriteAllTextAsync(users, new JsonObject { ["id"] = moved.Id.ToString("D"), ["encrypted_password"] = moved.PasswordHash }.ToJsonString());
        await RunAsync(Settings(supabase: false), "import-accounts", users);

        await WithSiloAsync(Settings(supabase: false), async api =>
        {
            (await SignInAsync(api, email, Person.Password)).Expect(HttpStatusCode.OK);
            (await SignInAsync(api, email, "another password")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        });
    }

    private SiloSettings Settings(bool supabase)
    {
        var settings = new SiloSettings(_database.ConnectionString, _liveKit.Url, _mails.Directory);
        foreach (var (name, value) in _supabase.Settings())
        {
            settings.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value!;
        }

        settings.Environment["RelayKit__Auth__Provider"] = supabase ? "supabase" : "built_in";
        return settings;
    }

    private static Task<ApiAnswer> SignInAsync(Clients api, string email, string password) =>
        api().PostAsync("/v1/auth/signin", new { email, password });

    private static async Task RunAsync(SiloSettings settings, params string[] arguments)
    {
        await using var process = ChildProcess.Start(Executable.Silo, settings.Environment, arguments);
        await process.WaitForExitAsync(Patience);
        Assert.True(process.ExitCode == 0, process.Output);
    }

    /// <summary>Runs a silo while something is done with it, by clients of it.</summary>
    private static async Task WithSiloAsync(SiloSettings settings, Func<Clients, Task> act)
    {
        await using var silo = ChildProcess.Start(Executable.Silo, settings.Environment);
        using var http = new HttpClient { BaseAddress = settings.Url };
        await SiloReadiness.WaitAsync(silo, http, Patience);
        await act((bearer, cookie) => new ApiClient(http, bearer, () => silo.Output) { Cookie = cookie });
        await silo.TerminateAsync(TimeSpan.FromSeconds(40));
    }
}
