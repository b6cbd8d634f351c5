using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RelayKit.Accounts;
using RelayKit.Api.Accounts.Supabase;
using RelayKit.Api.Idempotency;

namespace RelayKit.Api.Accounts.Sessions;

/// <summary>Begins, uses and ends sessions of browsers.</summary>
internal sealed partial class AccountSessions(
    IAccountSessionStore store,
    SessionCache cache,
    IOptions<AccountOptions> options,
    TimeProvider time,
    ILogger<AccountSessions> logger,
    SupabaseBearer? bearer = null)
{
    private readonly SessionLife _life = options.Value.SessionLife;

    /// <summary>
    /// Begins a session and puts its cookie on the answer. Always a new token, and the session that the request came with ends: nobody goes on
    /// with one that somebody else has planted. A request that runs again begins the same one.
    /// </summary>
    public async Task BeginAsync(HttpContext context, Account account)
    {
        if (SessionCookie.Of(context) is { } old && SecretToken.IsWellFormed(old) && await cache.FindAsync(old) is { } former)
        {
            await store.EndAsync(former.Session.Tenant, former.Session.Account, former.Session.Id, context.RequestAborted);
            cache.Forget(old);
        }

        var made = IdempotentRequest.Of(context, time);
        var token = SecretToken.Of(made.Bytes("session token", SecretToken.Bytes));
        var id = made.Id("session");
        var session = Seen(context, new AccountSession
        {
            Id = id,
            Tenant = account.Tenant,
            Account = account.Id,
            CreatedAt = time.GetUtcNow(),
            LastSeenAt = time.GetUtcNow(),
        });
        await store.AddAsync(session, SecretToken.Hash(token), context.RequestAborted);
        cache.Forget(token);
        SessionCookie.Set(context, token, _life);
    }

    /// <summary>Writes down that a session is used, at most once a minute; nobody waits for it.</summary>
    public void Use(HttpContext context, AccountSession session)
    {
        if (session.NeedsTouch(time.GetUtcNow()))
        {
            _ = TouchAsync(Seen(context, session));
        }
    }

    /// <summary>Whether a session goes on now.</summary>
    public bool IsAlive(AccountSession session) => session.IsAlive(_life, time.GetUtcNow());

    /// <summary>Ends the session of the request, and takes its cookie away. One of a provider's own ends there.</summary>
    public async Task EndAsync(HttpContext context)
    {
        var current = CurrentAccount.Of(context);
        if (current.Session is not { } session)
        {
            await EndAtProviderAsync(context, everywhere: false);
            return;
        }

        await store.EndAsync(current.Account.Tenant, current.Account.Id, session, context.RequestAborted);
        ForgetCurrent(context);
        SessionCookie.Clear(context);
    }

    /// <summary>Ends all sessions of an account but one, or all.</summary>
    public async Task EndAllAsync(HttpContext context, Account account, Guid? but)
    {
        await store.EndAllAsync(account.Tenant, account.Id, but, time.GetUtcNow(), context.RequestAborted);
        await EndAtProviderAsync(context, everywhere: true);
        if (but is null)
        {
            ForgetCurrent(context);
        }
    }

    /// <summary>What a provider's token was renewed by is good no more. RelayKit refuses such tokens by itself once all sessions have ended.</summary>
    private async Task EndAtProviderAsync(HttpContext context, bool everywhere)
    {
        if (bearer is not null && CurrentAccount.Find(context) is { Session: null })
        {
            await bearer.SignOutAsync(context, everywhere);
        }
    }

    private void ForgetCurrent(HttpContext context)
    {
        if (SessionCookie.Of(context) is { } token && SecretToken.IsWellFormed(token))
        {
            cache.Forget(token);
        }
    }

    private async Task TouchAsync(AccountSession used)
    {
        try
        {
            await store.TouchAsync(used, CancellationToken.None);
        }
        catch (Exception fault)
        {
            // The next request writes it.
            LogNotTouched(fault, used.Id);
        }
    }

    private AccountSession Seen(HttpContext context, AccountSession session)
    {
        var agent = StorableText.Mend(context.Request.Headers[HeaderNames.UserAgent].ToString());
        return session with
        {
            LastSeenAt = time.GetUtcNow(),
            Address = context.Connection.RemoteIpAddress?.ToString(),
            UserAgent = agent.Length == 0 ? null : agent[..Math.Min(agent.Length, AccountSession.MaxUserAgentLength)],
        };
    }

    [LoggerMessage(LogLevel.Warning, "The use of session {Session} could not be written down")]
    private partial void LogNotTouched(Exception fault, Guid session);
}
