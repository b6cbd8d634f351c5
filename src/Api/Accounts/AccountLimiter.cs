using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RelayKit.Accounts;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Limits;

namespace RelayKit.Api.Accounts;

/// <summary>
/// Slows down who guesses passwords, makes accounts in masses or has mails sent. Whoever has signed in to an account from an address before
/// is not held back there by what others do to the account from elsewhere, so nobody can lock its owner out. Addresses of people are
/// remembered as hashes.
/// </summary>
internal sealed class AccountLimiter
{
    private const int Capacity = 10_000;

    private readonly bool _enabled;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly RateLimitInstruments _instruments;
    private readonly AttemptLimit<AddressKey> _signInsByAddress;
    private readonly AttemptLimit<UInt128> _signInsByAccount;
    private readonly AttemptLimit<AddressKey> _signUps;
    private readonly AttemptLimit<AddressKey> _mailsByAddress;
    private readonly AttemptLimit<UInt128> _mailsByAccount;
    private readonly RecentSet<UInt128> _known = new(Capacity);

    public AccountLimiter(IOptions<AccountOptions> options, IOptions<RateLimitOptions> rates, RateLimitInstruments instruments, TimeProvider time)
    {
        var account = options.Value;
        _enabled = rates.Value.Enabled;
        _time = time;
        _origin = time.GetTimestamp();
        _instruments = instruments;
        _signInsByAddress = new(LimitNames.SignIns, "address", account.SignInsPerAddress, account.SignInSecondsPerAddress, Capacity);
        _signInsByAccount = new(LimitNames.SignIns, "account", account.SignInsPerAccount, account.SignInSecondsPerAccount, Capacity);
        _signUps = new(LimitNames.SignUps, "address", account.SignUpsPerAddress, account.SignUpSecondsPerAddress, Capacity);
        _mailsByAddress = new(LimitNames.Mails, "address", account.MailsAtOnce, account.MailSeconds, Capacity);
        _mailsByAccount = new(LimitNames.Mails, "account", account.MailsAtOnce, account.MailSeconds, Capacity);
    }

    /// <summary>Takes an attempt to sign in. Null when it may be made, else what to answer.</summary>
    public ProblemResult? SignIn(HttpContext context, EmailAddress email) =>
        Take(_signInsByAddress, AddressOf(context))
        ?? (_known.Contains(Hash(email, context)) ? null : Take(_signInsByAccount, Hash(email, null)));

    /// <summary>An attempt was right: it counts for nothing, and the address is known from now on.</summary>
    public void SignedIn(HttpContext context, EmailAddress email)
    {
        _signInsByAddress.GiveBack(AddressOf(context));
        if (!_known.Contains(Hash(email, context)))
        {
            _signInsByAccount.GiveBack(Hash(email, null));
            _known.Add(Hash(email, context));
        }
    }

    /// <summary>An attempt was neither right nor wrong: it was not looked at.</summary>
    public void NotTried(HttpContext context, EmailAddress email)
    {
        _signInsByAddress.GiveBack(AddressOf(context));
        if (!_known.Contains(Hash(email, context)))
        {
            _signInsByAccount.GiveBack(Hash(email, null));
        }
    }

    /// <summary>Takes an attempt to make an account.</summary>
    public ProblemResult? SignUp(HttpContext context) => Take(_signUps, AddressOf(context));

    /// <summary>Takes a mail that is to be sent to an address, whether or not somebody has it.</summary>
    public ProblemResult? Mail(HttpContext context, EmailAddress to) =>
        Take(_mailsByAddress, AddressOf(context)) ?? Take(_mailsByAccount, Hash(to, null));

    private ProblemResult? Take<TKey>(AttemptLimit<TKey> limit, TKey key)
        where TKey : notnull
    {
        if (!_enabled || limit.Take(key, _time.GetElapsedTime(_origin)) is not { } refusal)
        {
            return null;
        }

        _instruments.Refused(limit.Name);
        return refusal;
    }

    private static AddressKey AddressOf(HttpContext context) => AddressKey.Of(context.Connection.RemoteIpAddress);

    private static UInt128 Hash(EmailAddress email, HttpContext? from) => BinaryPrimitives.ReadUInt128BigEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(from is null ? email.Key : $"{email.Key} {AddressOf(from)}")));
}
