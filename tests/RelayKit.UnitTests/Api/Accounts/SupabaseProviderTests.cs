using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RelayKit.Accounts;
using RelayKit.Api.Accounts;
using RelayKit.Api.Accounts.Supabase;
using RelayKit.Mail;
using RelayKit.Supabase;
using RelayKit.UnitTests.Mail;
using RelayKit.UnitTests.Supabase;

namespace RelayKit.UnitTests.Api.Accounts;

public sealed class SupabaseProviderTests : ProviderContract, IAsyncLifetime
{
    private readonly KeptMails _mails = new();
    private GoTrueDouble _played = null!;
    private ServiceProvider _services = null!;
    private SupabaseProvider _provider = null!;

    protected override IIdentityProvider Provider => _provider;

    protected override IEnumerable<MailMessage> Mails => Accounts.Mails.Concat(_mails.Mails);

    public async Task InitializeAsync()
    {
        _played = await GoTrueDouble.StartAsync();
        _services = SupabaseServices.For(_played, Time);
        _provider = new SupabaseProvider(_services.GetRequiredService<GoTrueClient>(), Accounts, Accounts, new MailedTokens(Accounts, new AccountMails(Options.Create(new AccountOptions())), Time), _mails, Time);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _played.DisposeAsync();
    }

    [Fact]
    public async Task The_subject_is_the_accounts_own_id_and_Supabase_sends_no_mail_and_keeps_no_session()
    {
        var account = await EnrolAsync("ada@example.com", isVerified: true);
        await SignInAsync("ada@example.com");

        Assert.Equal(account.Id.Value.ToString("D"), account.Subject);
        Assert.Empty(Assert.Single(_played.Users).Sessions);
        Assert.DoesNotContain(_played.Calls, static call => call.Contains("/signup", StringComparison.Ordinal) || call.Contains("/recover", StringComparison.Ordinal) || call.Contains("/resend", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_has_signed_up_at_Supabase_before_signs_up_with_that_password()
    {
        var known = _played.Add("ada@example.com", Password, confirmed: true);
        var wrong = new Enrolment(new AccountId(Guid.CreateVersion7()), EmailAddress.Parse("ada@example.com"), Other, false);

        Assert.Equal(ErrorCode.EmailTaken, (await Provider.EnrolAsync(wrong, default)).Error!.Code);
        Assert.Equal(known.Id.ToString("D"), (await EnrolAsync("ada@example.com")).Subject);
    }

    [Fact]
    public async Task A_fault_is_a_fault_and_too_much_is_too_much()
    {
        var account = await EnrolAsync("ada@example.com", isVerified: true);
        var token = (await Provider.BeginPasswordResetAsync(account.Email, default))!;
        _played.Instead = static _ => Results.StatusCode(500);
        await Assert.ThrowsAsync<GoTrueUnavailableException>(() => SignInAsync("ada@example.com"));
        await Assert.ThrowsAsync<GoTrueUnavailableException>(() => Provider.CompletePasswordResetAsync(token.Token, Other, default));

        _played.Instead = static _ => GoTrueDouble.Error(429, "over_request_rate_limit");
        Assert.Equal(ErrorCode.Overloaded, (await SignInAsync("ada@example.com")).Error!.Code);
        Assert.Equal(ErrorCode.Overloaded, (await Provider.CompletePasswordResetAsync(token.Token, Other, default)).Error!.Code);

        // What failed is repeated with the same token.
        _played.Instead = static _ => null;
        Assert.True((await Provider.CompletePasswordResetAsync(token.Token, Other, default)).IsSuccess);
    }

    [Fact]
    public async Task A_password_that_the_projects_rules_refuse_leaves_the_token_good()
    {
        var account = await EnrolAsync("ada@example.com");
        var token = (await Provider.BeginPasswordResetAsync(account.Email, default))!;
        _played.Weak.Add(Other);

        Assert.Equal(ErrorCode.PasswordRefused, (await Provider.CompletePasswordResetAsync(token.Token, Other, default)).Error!.Code);
        Assert.Equal(ErrorCode.PasswordRefused, (await Provider.ChangePasswordAsync(account, Password, Other, default)).Error!.Code);
        _played.Weak.Clear();
        Assert.True((await Provider.CompletePasswordResetAsync(token.Token, Other, default)).IsSuccess);
    }

    [Fact]
    public async Task An_address_that_only_Supabase_knows_cannot_be_moved_to()
    {
        var account = await EnrolAsync("ada@example.com");
        _played.Add("eve@example.com", Other, confirmed: true);

        Assert.Equal(ErrorCode.EmailTaken, (await Provider.BeginEmailChangeAsync(account, EmailAddress.Parse("Eve@example.com"), default)).Error!.Code);
    }

    [Fact]
    public async Task A_user_who_was_deleted_at_Supabase_has_no_token_that_is_good()
    {
        var account = await EnrolAsync("ada@example.com");
        var token = await Provider.BeginVerificationAsync(account, default);
        _played.Remove(account.Id.Value);

        Assert.Equal(ErrorCode.InvalidToken, (await Provider.VerifyEmailAsync(token.Token, default)).Error!.Code);
    }
}
