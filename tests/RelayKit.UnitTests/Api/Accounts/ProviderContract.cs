using Microsoft.Extensions.Time.Testing;
using RelayKit.Accounts;
using RelayKit.Mail;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Api.Accounts;

/// <summary>What the routes rely on of whoever keeps the passwords: the same of all of them.</summary>
public abstract class ProviderContract
{
    protected const string Password = "seven brass kettles";
    protected const string Other = "nine copper kettles";

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    internal AccountsInMemory Accounts { get; } = new();

    protected abstract IIdentityProvider Provider { get; }

    /// <summary>The mails that were taken over.</summary>
    protected abstract IEnumerable<MailMessage> Mails { get; }

    [Fact]
    public async Task Whoever_has_enrolled_signs_in_with_that_password_alone_in_any_case_of_the_address()
    {
        var account = await EnrolAsync("Ada@Example.com");

        var identity = (await SignInAsync("ada@EXAMPLE.com")).Value!;

        Assert.Equal((account.Subject, account.Email, false), (identity.Subject, identity.Email, identity.IsEmailVerified));
        Assert.Equal(ErrorCode.InvalidCredentials, (await SignInAsync("ada@example.com", Other)).Error!.Code);
        Assert.Equal(ErrorCode.InvalidCredentials, (await SignInAsync("eve@example.com")).Error!.Code);
    }

    [Fact]
    public async Task A_token_is_mailed_to_whom_it_is_for_and_that_the_password_is_another_one_is_told()
    {
        var account = await EnrolAsync("ada@example.com", isVerified: true);
        var token = (await Provider.BeginPasswordResetAsync(account.Email, default))!;
        var brought = Assert.Single(Mails);
        Assert.Equal(("reset-password", "ada@example.com", token.ExpiresAt), (brought.Kind, brought.To, brought.GoodUntil));
        Assert.Contains($"Token: {token.Token}\n", brought.Text, StringComparison.Ordinal);

        Assert.True((await Provider.CompletePasswordResetAsync(token.Token, Other, default)).IsSuccess);
        Assert.False((await Provider.CompletePasswordResetAsync(token.Token, Other, default)).IsSuccess);
        Assert.True((await Provider.ChangePasswordAsync(account, Other, Password, default)).IsSuccess);

        Assert.Equal(["reset-password", "password-changed", "password-changed"], Mails.Select(static mail => mail.Kind));
        Assert.Equal(3, Mails.Select(static mail => mail.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_move_is_mailed_to_the_new_address_and_told_to_the_old_one_when_it_is_asked_for_and_when_it_is_done()
    {
        var account = await EnrolAsync("ada@example.com", isVerified: true);
        var token = (await Provider.BeginEmailChangeAsync(account, EmailAddress.Parse("ada@example.org"), default)).Value!;
        Assert.True((await Provider.CompleteEmailChangeAsync(token.Token, default)).IsSuccess);

        Assert.Equal(
            [("change-email", "ada@example.org"), ("change-email-notice", "ada@example.com"), ("email-changed", "ada@example.com")],
            Mails.Select(static mail => (mail.Kind, mail.To)));
    }

    [Fact]
    public async Task What_comes_after_72_bytes_is_not_left_out()
    {
        var longest = string.Concat(Enumerable.Repeat("seven brass kettles ", 4))[..72];
        await EnrolAsync("ada@example.com", password: longest);

        Assert.True((await SignInAsync("ada@example.com", longest)).IsSuccess);
        Assert.Equal(ErrorCode.InvalidCredentials, (await SignInAsync("ada@example.com", longest + "x")).Error!.Code);
    }

    [Fact]
    public async Task Enrolling_again_with_the_same_values_succeeds_whether_or_not_the_account_was_written()
    {
        var enrolment = new Enrolment(new AccountId(Guid.CreateVersion7()), EmailAddress.Parse("ada@example.com"), Password, false);

        var first = (await Provider.EnrolAsync(enrolment, default)).Value!;
        var second = (await Provider.EnrolAsync(enrolment, default)).Value!;
        Assert.Equal(first.Subject, second.Subject);
        await WriteAsync(enrolment, second);

        Assert.Equal(first.Subject, (await Provider.EnrolAsync(enrolment, default)).Value!.Subject);
        Assert.Equal(first.Subject, (await SignInAsync("ada@example.com")).Value!.Subject);
    }

    [Fact]
    public async Task An_address_that_an_account_has_is_taken_in_any_case()
    {
        await EnrolAsync("ada@example.com");

        foreach (var password in new[] { Password, Other })
        {
            var again = new Enrolment(new AccountId(Guid.CreateVersion7()), EmailAddress.Parse("ADA@example.com"), password, false);
            Assert.Equal(ErrorCode.EmailTaken, (await Provider.EnrolAsync(again, default)).Error!.Code);
        }
    }

    [Fact]
    public async Task Whoever_was_invited_is_verified_from_the_start()
    {
        await EnrolAsync("ada@example.com", isVerified: true);

        Assert.True((await SignInAsync("ada@example.com")).Value!.IsEmailVerified);
    }

    [Fact]
    public async Task A_token_verifies_the_address_once_and_only_the_newest_does()
    {
        var account = await EnrolAsync("ada@example.com");
        var old = await Provider.BeginVerificationAsync(account, default);
        var token = await Provider.BeginVerificationAsync(account, default);
        Assert.Equal((account.Email, Time.GetUtcNow().AddDays(3)), (token.To, token.ExpiresAt));

        Assert.Equal(ErrorCode.InvalidToken, (await Provider.VerifyEmailAsync(old.Token, default)).Error!.Code);
        var identity = (await Provider.VerifyEmailAsync(token.Token, default)).Value!;

        Assert.Equal((account.Subject, true), (identity.Subject, identity.IsEmailVerified));
        Assert.True((await SignInAsync("ada@example.com")).Value!.IsEmailVerified);
        Assert.NotNull((await NowAsync(account)).EmailVerifiedAt);
        Assert.Equal(ErrorCode.InvalidToken, (await Provider.VerifyEmailAsync(token.Token, default)).Error!.Code);
    }

    [Fact]
    public async Task A_token_is_good_for_its_purpose_and_its_time_alone()
    {
        var account = await EnrolAsync("ada@example.com");
        var verify = await Provider.BeginVerificationAsync(account, default);
        var reset = (await Provider.BeginPasswordResetAsync(account.Email, default))!;

        Assert.Equal(ErrorCode.InvalidToken, (await Provider.VerifyEmailAsync(reset.Token, default)).Error!.Code);
        Assert.Equal(ErrorCode.InvalidToken, (await Provider.CompletePasswordResetAsync(verify.Token, Other, default)).Error!.Code);
        Assert.Equal(ErrorCode.InvalidToken, (await Provider.CompleteEmailChangeAsync(verify.Token, default)).Error!.Code);
        foreach (var none in new[] { "", "x", new string('a', 43), new string('a', 5000) })
        {
            Assert.Equal(ErrorCode.InvalidToken, (await Provider.VerifyEmailAsync(none, default)).Error!.Code);
        }

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ErrorCode.InvalidToken, (await Provider.CompletePasswordResetAsync(reset.Token, Other, default)).Error!.Code);
        Assert.True((await SignInAsync("ada@example.com")).IsSuccess);
    }

    [Fact]
    public async Task A_new_password_by_mail_replaces_the_old_one_and_verifies_the_address()
    {
        var account = await EnrolAsync("ada@example.com");
        Assert.Null(await Provider.BeginPasswordResetAsync(EmailAddress.Parse("eve@example.com"), default));
        var token = (await Provider.BeginPasswordResetAsync(EmailAddress.Parse("ADA@example.com"), default))!;

        // A password that is refused leaves the token good.
        Assert.Equal(ErrorCode.PasswordRefused, (await Provider.CompletePasswordResetAsync(token.Token, "ada@example.com", default)).Error!.Code);
        var identity = (await Provider.CompletePasswordResetAsync(token.Token, Other, default)).Value!;

        Assert.Equal((account.Subject, true), (identity.Subject, identity.IsEmailVerified));
        Assert.Equal(ErrorCode.InvalidCredentials, (await SignInAsync("ada@example.com")).Error!.Code);
        Assert.True((await SignInAsync("ada@example.com", Other)).Value!.IsEmailVerified);
        Assert.Equal(ErrorCode.InvalidToken, (await Provider.CompletePasswordResetAsync(token.Token, Password, default)).Error!.Code);
        Assert.Equal(Time.GetUtcNow(), (await NowAsync(account)).SignedOutAt);
    }

    [Fact]
    public async Task An_account_moves_to_another_address_when_that_one_answers()
    {
        var account = await EnrolAsync("ada@example.com");
        var verify = await Provider.BeginVerificationAsync(account, default);
        var to = EmailAddress.Parse("Lovelace@example.com");

        var token = (await Provider.BeginEmailChangeAsync(account, to, default)).Value!;
        Assert.Equal(to, token.To);
        Assert.True((await SignInAsync("ada@example.com")).IsSuccess);
        var moved = (await Provider.CompleteEmailChangeAsync(token.Token, default)).Value!;

        Assert.Equal((account.Subject, to, true, account.Email), (moved.Now.Subject, moved.Now.Email, moved.Now.IsEmailVerified, moved.Before));
        Assert.Equal("Lovelace@example.com", moved.Now.Email.Text);
        Assert.Equal(ErrorCode.InvalidCredentials, (await SignInAsync("ada@example.com")).Error!.Code);
        Assert.True((await SignInAsync("lovelace@example.com")).Value!.IsEmailVerified);
        Assert.Equal(ErrorCode.InvalidToken, (await Provider.VerifyEmailAsync(verify.Token, default)).Error!.Code);
        Assert.Equal(ErrorCode.InvalidToken, (await Provider.CompleteEmailChangeAsync(token.Token, default)).Error!.Code);
    }

    [Fact]
    public async Task An_address_that_somebody_has_or_takes_meanwhile_cannot_be_moved_to()
    {
        var account = await EnrolAsync("ada@example.com");
        await EnrolAsync("grace@example.com");
        Assert.Equal(ErrorCode.EmailTaken, (await Provider.BeginEmailChangeAsync(account, EmailAddress.Parse("GRACE@example.com"), default)).Error!.Code);

        var token = (await Provider.BeginEmailChangeAsync(account, EmailAddress.Parse("eve@example.com"), default)).Value!;
        await EnrolAsync("eve@example.com");

        Assert.Equal(ErrorCode.EmailTaken, (await Provider.CompleteEmailChangeAsync(token.Token, default)).Error!.Code);
        Assert.True((await SignInAsync("ada@example.com")).IsSuccess);
    }

    [Fact]
    public async Task Changing_the_password_needs_the_present_one()
    {
        var account = await EnrolAsync("ada@example.com");

        Assert.Equal(ErrorCode.InvalidCredentials, (await Provider.ChangePasswordAsync(account, Other, Other, default)).Error!.Code);
        Assert.Equal(ErrorCode.PasswordRefused, (await Provider.ChangePasswordAsync(account, Password, "passwordpassword", default)).Error!.Code);
        Assert.Equal(account.Subject, (await Provider.ChangePasswordAsync(account, Password, Other, default)).Value!.Subject);

        Assert.Equal(ErrorCode.InvalidCredentials, (await SignInAsync("ada@example.com")).Error!.Code);
        Assert.True((await SignInAsync("ada@example.com", Other)).IsSuccess);
    }

    [Fact]
    public async Task Whoever_is_deleted_may_enrol_anew()
    {
        var account = await EnrolAsync("ada@example.com");
        await Accounts.RemoveAsync(account.Tenant, account.Id, default);
        await Provider.DeleteAsync(account.Subject, default);
        await Provider.DeleteAsync(account.Subject, default);

        Assert.False((await SignInAsync("ada@example.com")).IsSuccess);
        var anew = await EnrolAsync("ada@example.com", password: Other);
        Assert.Equal(anew.Subject, (await SignInAsync("ada@example.com", Other)).Value!.Subject);
    }

    internal async Task<Account> EnrolAsync(string email, bool isVerified = false, string password = Password)
    {
        var enrolment = new Enrolment(new AccountId(Guid.CreateVersion7()), EmailAddress.Parse(email), password, isVerified);
        var credential = await Provider.EnrolAsync(enrolment, default);
        Assert.True(credential.IsSuccess, credential.Error?.Message);
        return await WriteAsync(enrolment, credential.Value);
    }

    internal Task<Result<Identity>> SignInAsync(string email, string password = Password) => Provider.SignInAsync(EmailAddress.Parse(email), password, default);

    internal async Task<Account> NowAsync(Account account) => (await Accounts.FindAsync(account.Tenant, account.Id, default))!.Account;

    private async Task<Account> WriteAsync(Enrolment enrolment, Credential credential)
    {
        var account = new Account
        {
            Id = enrolment.Account,
            Tenant = new TenantId(Guid.CreateVersion7()),
            Email = enrolment.Email,
            EmailVerifiedAt = enrolment.IsEmailVerified ? Time.GetUtcNow() : null,
            Name = "",
            Role = AccountRole.Owner,
            Provider = Provider.Name,
            Subject = credential.Subject,
            CreatedAt = Time.GetUtcNow(),
        };
        Assert.True(await Accounts.AddAsync(account, credential.PasswordHash, default));
        return account;
    }
}
