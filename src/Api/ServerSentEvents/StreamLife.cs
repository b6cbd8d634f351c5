using System.Data.Common;
using RelayKit.Access;
using RelayKit.Accounts;
using RelayKit.Api.Access;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.Authentication;
using RelayKit.Api.Operations;

namespace RelayKit.Api.ServerSentEvents;

/// <summary>
/// How long a stream goes on: until its client is gone, the process has drained, or its API key is no longer good. A client that is still
/// wanted connects again, to another process if this one stops.
/// </summary>
internal sealed class StreamLife : IAsyncDisposable
{
    /// <summary>With the age that <see cref="ApiKeyCache"/> lets its answers have, a stream ends within a second after its key.</summary>
    private static readonly TimeSpan LookAtKey = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a stream goes on while nobody can say whether its key is good.</summary>
    private static readonly TimeSpan Unconfirmed = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ended;
    private readonly Task _watch;

    public StreamLife(Func<ValueTask<bool>> isKeyGood, TimeProvider time, params CancellationToken[] ends)
    {
        _ended = CancellationTokenSource.CreateLinkedTokenSource(ends);
        Ended = _ended.Token;
        _watch = WatchAsync(isKeyGood, time);
    }

    /// <summary>The life of the stream that answers a request; the request has passed <see cref="ApiKeyFilter"/>.</summary>
    public static StreamLife Of(HttpContext context)
    {
        var keys = context.RequestServices.GetRequiredService<ApiKeyCache>();
        var needed = NeededScope.Of(context.GetEndpoint()!.Metadata);
        var address = context.Connection.RemoteIpAddress;
        Func<ValueTask<bool>> isGood;
        if (BearerToken.Of(context) is { } key)
        {
            isGood = async () => await keys.FindAsync(key) is { } known && known.MayComeFrom(address) && known.Current.Scopes.Contains(needed);
        }
        else
        {
            var (sessions, token) = (context.RequestServices.GetRequiredService<SessionCache>(), SessionCookie.Of(context)!);
            isGood = () => IsSessionGoodAsync(sessions, token, needed);
        }

        return new StreamLife(
            isGood,
            context.RequestServices.GetRequiredService<TimeProvider>(),
            context.RequestAborted,
            context.RequestServices.GetRequiredService<Drain>().Over);
    }

    /// <summary>Cancelled when the stream has to end.</summary>
    public CancellationToken Ended { get; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watch;
        _ended.Dispose();
    }

    private static async ValueTask<bool> IsSessionGoodAsync(SessionCache sessions, string token, Scope needed)
    {
        try
        {
            return await sessions.FindAsync(token) is { } known && known.Account.Role.Scopes().Contains(needed);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            throw new ApiKeyLookupException(fault);
        }
    }

    private async Task WatchAsync(Func<ValueTask<bool>> isKeyGood, TimeProvider time)
    {
        using var beat = new PeriodicTimer(LookAtKey, time);
        var confirmed = time.GetTimestamp();
        try
        {
            while (await beat.WaitForNextTickAsync(Ended))
            {
                try
                {
                    if (!await isKeyGood())
                    {
                        break;
                    }

                    confirmed = time.GetTimestamp();
                }
                catch (ApiKeyLookupException) when (time.GetElapsedTime(confirmed) < Unconfirmed)
                {
                    // PostgreSQL is away for a moment, and no key is any worse for it.
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ApiKeyLookupException)
        {
            // It ends in any case.
        }

        await _ended.CancelAsync();
    }
}
