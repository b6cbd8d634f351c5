using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RelayKit.Accounts;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Authentication;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Requests;
using RelayKit.Supabase;

namespace RelayKit.Api.Accounts.Supabase;

/// <summary>
/// From an access token of Supabase's, which a page that signs in by itself sends as <c>Authorization: Bearer</c>, to the account. Only who it is comes from
/// the token; what the account may do is RelayKit's to say. A token takes a point of its address before it is looked at, unless it was good before.
/// </summary>
internal sealed class SupabaseBearer
{
    private const int Capacity = 10_000;

    /// <summary>As with API keys and sessions: what has ended is dead everywhere within a second.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly SupabaseTokens _tokens;
    private readonly GoTrueClient _goTrue;
    private readonly IAccountStore _accounts;
    private readonly AccountDirectory _directory;
    private readonly AddressLimiter _addresses;
    private readonly BriefCache<Guid, Account?> _found;
    private readonly RecentSet<UInt128> _known = new(Capacity);

    public SupabaseBearer(
        SupabaseTokens tokens, GoTrueClient goTrue, IAccountStore accounts, AccountDirectory directory, AddressLimiter addresses, TimeProvider time)
    {
        (_tokens, _goTrue, _accounts, _directory, _addresses) = (tokens, goTrue, accounts, directory, addresses);
        _found = new BriefCache<Guid, Account?>(FindAsync, MaxAge, time);
    }

    /// <summary>The token of a request, where it may be one of Supabase's; null for an API key, and without one.</summary>
    public static string? TokenOf(HttpContext http) =>
        BearerToken.Of(http) is { } token && SupabaseTokens.LooksLikeOne(token) ? token : null;

    /// <summary>Who a token is of, or what to answer.</summary>
    public async ValueTask<(Account? Account, ProblemResult? Refusal)> LetInAsync(HttpContext http, string token)
    {
        var hash = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var isCharged = !_known.Contains(hash);
        if (isCharged && _addresses.ChargeLookUp(http) is { } refusal)
        {
            return (null, refusal);
        }

        var isBad = false;
        try
        {
            var (identity, why) = await _tokens.ReadAsync(token, http.RequestAborted);
            isBad = identity is null && why != TokenRefusal.KeysUnavailable;
            if (identity is null)
            {
                return (null, isBad ? RefuseBad(http, why!.Value) : Unavailable());
            }

            _known.Add(hash);
            return await _found.GetAsync(identity.Subject) is not { } account ? (null, NoAccount())
                : identity.SignedInAt < account.SignedOutAt ? (null, SignedOut(http))
                : (account, null);
        }
        finally
        {
            if (isCharged && !isBad)
            {
                _addresses.GiveBack(http);
            }
        }
    }

    /// <summary>Ends the session of the request's token at Supabase, or all of its user.</summary>
    public async Task SignOutAsync(HttpContext http, bool everywhere)
    {
        if (CurrentAccountId(http) is { } subject)
        {
            _found.Forget(subject);
        }

        if (TokenOf(http) is { } token)
        {
            await _goTrue.SignOutAsync(token, everywhere, http.RequestAborted);
        }
    }

    private static Guid? CurrentAccountId(HttpContext http) =>
        CurrentAccount.Find(http) is { } current && Guid.TryParseExact(current.Account.Subject, "D", out var subject) ? subject : null;

    /// <summary>One that RelayKit has not met yet may be linked; whether its address is confirmed only Supabase itself can say, not the token.</summary>
    private async Task<Account?> FindAsync(Guid subject)
    {
        if (await _accounts.FindBySubjectAsync(AuthOptions.Supabase, SupabaseProvider.SubjectOf(subject), CancellationToken.None) is { } account)
        {
            return account;
        }

        return await _goTrue.FindUserAsync(subject, CancellationToken.None) is { EmailConfirmedAt: not null } user && EmailAddress.TryParse(user.Email, out var email)
            ? await _directory.FindAsync(new Identity(SupabaseProvider.SubjectOf(subject), email, true), CancellationToken.None)
            : null;
    }

    private ProblemResult RefuseBad(HttpContext http, TokenRefusal why)
    {
        if (why is not (TokenRefusal.Expired or TokenRefusal.NotYetValid or TokenRefusal.WrongAudience))
        {
            // The others are Supabase's own tokens: whoever sends one guesses nothing.
            _addresses.CountBadKey(http);
        }

        return Refuse(http, why switch
        {
            TokenRefusal.Malformed => ProblemKinds.TokenMalformed,
            TokenRefusal.AlgorithmNotAllowed => ProblemKinds.TokenAlgorithmNotAllowed,
            TokenRefusal.WrongIssuer => ProblemKinds.TokenWrongIssuer,
            TokenRefusal.UnknownKey => ProblemKinds.TokenUnknownKey,
            TokenRefusal.WrongAudience => ProblemKinds.TokenWrongAudience,
            TokenRefusal.Expired => ProblemKinds.TokenExpired,
            TokenRefusal.NotYetValid => ProblemKinds.TokenNotYetValid,
            _ => ProblemKinds.TokenBadSignature,
        });
    }

    private static ProblemResult SignedOut(HttpContext http) => Refuse(http, ProblemKinds.TokenSignedOut);

    private static ProblemResult Refuse(HttpContext http, ProblemKind kind)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return new ProblemResult(kind, kind.Cause);
    }

    private static ProblemResult NoAccount() => new(ProblemKinds.NoAccount, ProblemKinds.NoAccount.Cause);

    private static ProblemResult Unavailable() => new(ProblemKinds.IdentityProviderUnavailable, ProblemKinds.IdentityProviderUnavailable.Cause);
}
