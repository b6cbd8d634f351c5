using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Accounts;
using RelayKit.Api.Accounts;
using RelayKit.Api.Accounts.Passwords;
using RelayKit.Api.Accounts.Supabase;
using RelayKit.Silo.Accounts;
using RelayKit.Supabase;
using RelayKit.Tenants;
using RelayKit.UnitTests.Api.Accounts;
using RelayKit.UnitTests.Mail;
using RelayKit.UnitTests.Supabase;

namespace RelayKit.UnitTests.Silo.Accounts;

/// <summary>People move between the providers and keep their passwords.</summary>
public sealed class AccountMoveTests : IAsyncLifetime
{
    private const string Password = "seven brass kettles";

    private readonly AccountsInMemory _accounts = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly PasswordWorkers _workers = new(1, 64);
    private GoTrueDouble _played = null!;
    private ServiceProvider _services = null!;

    private static AccountMails Mails => new(Options.Create(new AccountOptions()));

    private GoTrueClient GoTrue => _services.GetRequiredService<GoTrueClient>();

    private SupabaseProvider Supabase => new(GoTrue, _accounts, _accounts, new MailedTokens(_accounts, Mails, _time), new KeptMails(), _time);

    private BuiltInProvider BuiltIn => new(
        _accounts, _accounts, new MailedTokens(_accounts, Mails, _time), new PasswordHashes(_workers, 5), _time, NullLogger<BuiltInProvider>.Instance);

    public async Task InitializeAsync()
    {
        _played = await GoTrueDouble.StartAsync();
        _services = SupabaseServices.For(_played);
    }

    public async Task DisposeAsync()
    {
        _workers.Dispose();
        await _services.DisposeAsync();
        await _played.DisposeAsync();
    }

    [Fact]
    public async Task Everybody_signs_in_with_the_same_password_there_and_back_again()
    {
        var people = new List<Account> { await AddAsync("ada@example.com", isVerified: true), await AddAsync("Grace@example.com", isVerified: false) };

        var there = await new AccountExport(_accounts, GoTrue).RunAsync(CancellationToken.None);

        Assert.Equal((2, 0), (there.Moved, there.Left.Count));
        foreach (var person in people)
        {
            var identity = (await Supabase.SignInAsync(person.Email, Password, CancellationToken.None)).Value!;
            Assert.Equal((person.Id.Value.ToString("D"), person.EmailVerifiedAt is not null), (identity.Subject, identity.IsEmailVerified));
            Assert.Equal(ErrorCode.InvalidCredentials, (await BuiltIn.SignInAsync(person.Email, Password, CancellationToken.None)).Error!.Code);
        }

        var file = string.Join('\n', _played.Users.Select(static user => $$"""{"id":"{{user.Id}}","email":"{{user.Email}}","encrypted_password":"{{user.PasswordHash}}"}""")) + "\n";
        var back = await ImportAsync(file);

        Assert.Equal((2, 0, 0), (back.Moved, back.Left.Count, back.Unknown));
        foreach (var person in people)
        {
            Assert.Equal(person.Subject, (await BuiltIn.SignInAsync(person.Email, Password, CancellationToken.None)).Value!.Subject);
        }

        var again = await ImportAsync(file);
        Assert.Equal((0, 0, 2), (again.Moved, again.Left.Count, again.Unknown));
    }

    [Fact]
    public async Task A_run_that_broke_off_is_gone_on_with()
    {
        var (first, second) = (await AddAsync("ada@example.com", isVerified: true), await AddAsync("grace@example.com", isVerified: true));
        var calls = 0;
        _played.Instead = _ => Interlocked.Increment(ref calls) > 1 ? Microsoft.AspNetCore.Http.Results.StatusCode(500) : null;
        await Assert.ThrowsAsync<GoTrueUnavailableException>(() => new AccountExport(_accounts, GoTrue).RunAsync(CancellationToken.None));
        _played.Instead = static _ => null;

        // Made at Supabase, and the answer was lost.
        _played.Add("grace@example.com", Password, confirmed: true, second.Id.Value);
        var report = await new AccountExport(_accounts, GoTrue).RunAsync(CancellationToken.None);

        Assert.Equal((1, 0), (report.Moved, report.Left.Count));
        Assert.Equal(0, (await new AccountExport(_accounts, GoTrue).RunAsync(CancellationToken.None)).Moved);
        foreach (var account in new[] { first, second })
        {
            Assert.NotNull(await _accounts.FindBySubjectAsync("supabase", account.Id.Value.ToString("D"), default));
        }
    }

    [Fact]
    public async Task Nobody_gets_a_user_whose_address_is_not_known_to_be_theirs()
    {
        var unverified = await AddAsync("ada@example.com", isVerified: false);
        var verified = await AddAsync("grace@example.com", isVerified: true);
        var linked = await AddAsync("eve@example.com", isVerified: true);
        _played.Add("ada@example.com", "somebody else's", confirmed: true);
        _played.Add("grace@example.com", "somebody else's", confirmed: false);
        var known = _played.Add("eve@example.com", "her own there", confirmed: true);

        var report = await new AccountExport(_accounts, GoTrue).RunAsync(CancellationToken.None);

        Assert.Equal([unverified.Id, verified.Id], report.Left.Select(static left => left.Account).OrderBy(static id => id.Value));
        Assert.Equal(linked.Id, (await _accounts.FindBySubjectAsync("supabase", known.Id.ToString("D"), default))!.Id);
    }

    [Theory]
    [InlineData("$argon2id$v=19$m=16,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_hash_that_is_not_bcrypts_is_left(string? hash)
    {
        var account = await AddAsync("ada@example.com", isVerified: true);
        await new AccountExport(_accounts, GoTrue).RunAsync(CancellationToken.None);

        var report = await ImportAsync($$"""{"id":"{{account.Id.Value}}","encrypted_password":{{(hash is null ? "null" : $"\"{hash}\"")}}}""");

        Assert.Equal(account.Id, Assert.Single(report.Left).Account);
        Assert.Equal("supabase", (await _accounts.FindAsync(account.Tenant, account.Id, default))!.Account.Provider);
    }

    [Theory]
    [InlineData("canary")]
    [InlineData("[]")]
    [InlineData("""{"id":"canary","encrypted_password":"canary"}""")]
    [InlineData("""{"encrypted_password":"canary"}""")]
    public async Task A_line_that_is_none_is_named_by_its_number_and_not_quoted(string line)
    {
        var fault = await Assert.ThrowsAsync<FormatException>(() => ImportAsync($"\n{line}\n"));

        Assert.StartsWith("Line 2 ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", fault.ToString(), StringComparison.Ordinal);
    }

    private Task<MoveReport> ImportAsync(string file) => new AccountImport(_accounts, _accounts).RunAsync(new StringReader(file), CancellationToken.None);

    private async Task<Account> AddAsync(string email, bool isVerified)
    {
        var id = new AccountId(Guid.CreateVersion7());
        var credential = (await BuiltIn.EnrolAsync(new Enrolment(id, EmailAddress.Parse(email), Password, isVerified), CancellationToken.None)).Value!;
        var account = new Account
        {
            Id = id,
            Tenant = new TenantId(Guid.CreateVersion7()),
            Email = EmailAddress.Parse(email),
            EmailVerifiedAt = isVerified ? _time.GetUtcNow() : null,
            Name = "",
            Role = AccountRole.Owner,
            Provider = "built_in",
            Subject = credential.Subject,
            CreatedAt = _time.GetUtcNow(),
        };
        Assert.True(await _accounts.AddAsync(account, credential.PasswordHash, CancellationToken.None));
        return account;
    }
}
