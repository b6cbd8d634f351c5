using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RelayKit.Accounts;
using RelayKit.Api.Accounts;
using RelayKit.Api.RateLimiting;

namespace RelayKit.UnitTests.Api.Accounts;

public sealed class AccountLimiterTests : IDisposable
{
    private static readonly EmailAddress Ada = EmailAddress.Parse("ada@example.com");

    private readonly FakeTimeProvider _time = new();
    private readonly RateLimitInstruments _instruments = new();
    private readonly AccountLimiter _limiter;

    public AccountLimiterTests() => _limiter = new AccountLimiter(
        Options.Create(new AccountOptions { SignInsPerAddress = 4, SignInSecondsPerAddress = 3, SignInsPerAccount = 6, SignInSecondsPerAccount = 30, SignUpsPerAddress = 2, MailsAtOnce = 2 }),
        Options.Create(new RateLimitOptions()),
        _instruments,
        _time);

    public void Dispose() => _instruments.Dispose();

    [Fact]
    public void Wrong_passwords_from_one_address_are_slowed_down_and_the_answer_says_when_to_come_again()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(_limiter.SignIn(From("198.51.100.1"), Ada));
        }

        var refusal = _limiter.SignIn(From("198.51.100.1"), Ada);

        Assert.Equal((429, 3), (refusal!.Status, refusal.RetryAfterSeconds));
        Assert.Null(_limiter.SignIn(From("198.51.100.2"), Ada));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(_limiter.SignIn(From("198.51.100.1"), Ada));
        Assert.NotNull(_limiter.SignIn(From("198.51.100.1"), Ada));
    }

    [Fact]
    public void Wrong_passwords_of_one_account_from_many_addresses_are_slowed_down()
    {
        Assert.All(Enumerable.Range(1, 6), i => Assert.Null(_limiter.SignIn(From($"198.51.100.{i}"), Ada)));

        var refusal = _limiter.SignIn(From("198.51.100.7"), Ada);

        Assert.Equal(30, refusal!.RetryAfterSeconds);
        Assert.Equal(("sign_ins", "account", null), (refusal.Limit!.Name, refusal.Limit.Scope, refusal.Limit.Subject));
        Assert.Null(_limiter.SignIn(From("198.51.100.7"), EmailAddress.Parse("grace@example.com")));
    }

    [Fact]
    public void Nobody_locks_out_whoever_has_signed_in_from_an_address_before()
    {
        Assert.Null(_limiter.SignIn(From("203.0.113.1"), Ada));
        _limiter.SignedIn(From("203.0.113.1"), Ada);
        for (var i = 1; i < 200; i++)
        {
            _limiter.SignIn(From($"198.51.100.{i}"), Ada);
        }

        Assert.NotNull(_limiter.SignIn(From("198.51.100.200"), Ada));
        Assert.Null(_limiter.SignIn(From("203.0.113.1"), Ada));
    }

    [Fact]
    public void Whoever_is_right_uses_nothing_up()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Null(_limiter.SignIn(From("203.0.113.1"), Ada));
            _limiter.SignedIn(From("203.0.113.1"), Ada);
        }
    }

    [Fact]
    public void Sign_ups_are_limited_by_address_and_mails_by_address_and_account()
    {
        Assert.Null(_limiter.SignUp(From("198.51.100.1")));
        Assert.Null(_limiter.SignUp(From("198.51.100.1")));
        Assert.NotNull(_limiter.SignUp(From("198.51.100.1")));
        Assert.Null(_limiter.SignUp(From("198.51.100.2")));

        Assert.Null(_limiter.Mail(From("198.51.100.1"), Ada));
        Assert.Null(_limiter.Mail(From("198.51.100.2"), Ada));
        Assert.NotNull(_limiter.Mail(From("198.51.100.3"), Ada));
    }

    private static DefaultHttpContext From(string address)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        return context;
    }
}
