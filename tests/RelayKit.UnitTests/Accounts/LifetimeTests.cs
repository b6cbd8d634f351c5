using CsCheck;
using RelayKit.Accounts;
using RelayKit.Tenants;

namespace RelayKit.UnitTests.Accounts;

/// <summary>How long tokens and sessions are good, against the words of the documentation.</summary>
public sealed class LifetimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionLife Life = new(TimeSpan.FromDays(7), TimeSpan.FromDays(30));

    [Fact]
    public void A_token_is_good_for_its_purpose_alone_and_until_its_time_is_over() =>
        Gen.Select(Gen.Enum<TokenPurpose>(), Gen.Enum<TokenPurpose>(), Gen.Int[0, 5 * 24 * 3600]).Sample((made, asked, seconds) =>
        {
            var hours = made switch { TokenPurpose.VerifyEmail => 72, TokenPurpose.ResetPassword => 1, _ => 24 };
            var token = AccountToken.New(NewAccount(), made, Start, made == TokenPurpose.ChangeEmail ? EmailAddress.Parse("new@example.com") : null);

            Assert.Equal(made == asked && seconds < hours * 3600, token.IsGoodFor(asked, Start.AddSeconds(seconds)));
        });

    [Fact]
    public void A_session_lives_as_long_as_it_is_used_and_no_longer_than_it_may() =>
        Gen.Int[0, 9 * 24 * 60].List[1, 20].Sample(pauses =>
        {
            var session = NewSession();
            var (now, age) = (Start, 0);
            foreach (var minutes in pauses)
            {
                age += minutes;
                now = now.AddMinutes(minutes);
                var alive = minutes < 7 * 24 * 60 && age < 30 * 24 * 60;
                Assert.Equal(alive, session.IsAlive(Life, now));
                if (!alive)
                {
                    return;
                }

                session = session with { LastSeenAt = now };
            }
        });

    [Fact]
    public void Use_is_written_down_once_a_minute()
    {
        Assert.False(NewSession().NeedsTouch(Start.AddSeconds(59)));
        Assert.True(NewSession().NeedsTouch(Start.AddSeconds(60)));
    }

    [Fact]
    public void Nothing_of_a_person_is_in_what_a_log_may_hold()
    {
        var account = NewAccount();
        var token = AccountToken.New(account, TokenPurpose.ChangeEmail, Start, EmailAddress.Parse("new@example.com"));

        foreach (var text in new[]
        {
            $"{account}", $"{account.Email}", $"{token}", $"{NewSession()}", $"{new PasswordRecord(account, "$2a$12$hash")}", $"{new Identity("s", account.Email, true)}",
            $"{new Enrolment(account.Id, account.Email, "a password", false)}", $"{new Credential("s", "$2a$12$hash")}",
            $"{new MailedToken(account.Email, "a token", Guid.Empty, Start)}",
        })
        {
            Assert.DoesNotContain("example.com", text, StringComparison.Ordinal);
            Assert.DoesNotContain("a password", text, StringComparison.Ordinal);
            Assert.DoesNotContain("a token", text, StringComparison.Ordinal);
            Assert.DoesNotContain("$2a", text, StringComparison.Ordinal);
            Assert.DoesNotContain("198.51", text, StringComparison.Ordinal);
        }
    }

    private static AccountSession NewSession() => new()
    {
        Id = Guid.NewGuid(),
        Tenant = new TenantId(Guid.NewGuid()),
        Account = new AccountId(Guid.NewGuid()),
        CreatedAt = Start,
        LastSeenAt = Start,
        Address = "198.51.100.7",
        UserAgent = "a browser",
    };

    private static Account NewAccount() => new()
    {
        Id = new AccountId(Guid.NewGuid()),
        Tenant = new TenantId(Guid.NewGuid()),
        Email = EmailAddress.Parse("ada@example.com"),
        Name = "Ada",
        Role = AccountRole.Owner,
        Provider = "built_in",
        Subject = "subject",
        CreatedAt = Start,
    };
}
