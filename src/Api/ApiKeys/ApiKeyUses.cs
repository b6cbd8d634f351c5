using System.Collections.Concurrent;
using System.Data.Common;
using RelayKit.Api.Authentication;
using RelayKit.ApiKeys;

namespace RelayKit.Api.ApiKeys;

/// <summary>
/// Writes down when, from where and by what keys were used last: each key once a minute at most, all that are due in one statement every few seconds, and never
/// while a request waits. What cannot be written is dropped and counted; the key is due again at once.
/// </summary>
internal sealed partial class ApiKeyUses(IApiKeyStore store, ApiKeyInstruments instruments, TimeProvider time, ILogger<ApiKeyUses> logger) : PeriodicWork(Period, time)
{
    /// <summary>How often they are written.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Uses that wait at most.</summary>
    public const int MaxWaiting = 10_000;

    private readonly ConcurrentDictionary<Guid, UsedApiKey> _waiting = new();
    private int _count;

    /// <summary>Takes note of a request that was let in.</summary>
    public void Note(KnownKey key, HttpContext context)
    {
        var now = Time.GetUtcNow();
        if (!key.IsUseDue(now))
        {
            return;
        }

        if (Volatile.Read(ref _count) >= MaxWaiting)
        {
            instruments.Dropped(1);
            return;
        }

        var (record, agent) = (key.Record, context.Request.Headers.UserAgent.ToString());
        if (_waiting.TryAdd(record.Id, new UsedApiKey(record.Tenant, record.Id, new ApiKeyUse(now, ClientAddress.Of(context), Shorten(agent)))))
        {
            Interlocked.Increment(ref _count);
        }
    }

    /// <summary>Writes what waits.</summary>
    internal async Task WriteAsync(CancellationToken cancellation)
    {
        var uses = new List<UsedApiKey>();
        foreach (var (key, _) in _waiting)
        {
            if (_waiting.TryRemove(key, out var used))
            {
                uses.Add(used);
            }
        }

        if (uses.Count == 0)
        {
            return;
        }

        Interlocked.Add(ref _count, -uses.Count);
        try
        {
            instruments.Written(await store.NoteUsesAsync(uses, cancellation));
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            instruments.Dropped(uses.Count);
            LogDropped(fault, uses.Count);
        }
    }

    /// <summary>Whatever a client calls itself, in few characters, and only such as can be stored and shown.</summary>
    internal static string? Shorten(string agent)
    {
        var text = string.Concat(agent.Where(static letter => !char.IsControl(letter) && !char.IsSurrogate(letter))).Trim();
        return text.Length == 0 ? null : text.Length <= ApiKeyUse.MaxUserAgent ? text : text[..ApiKeyUse.MaxUserAgent];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        await WriteAsync(CancellationToken.None);
    }

    protected override Task RoundAsync(CancellationToken stopping) => WriteAsync(stopping);

    [LoggerMessage(LogLevel.Debug, "The last uses of {Count} API keys could not be written")]
    private partial void LogDropped(Exception fault, int count);
}
