using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace RelayKit.Usage;

/// <summary>
/// Carries the durable lines of a silo's rooms to the tenants' meters, apart from the webhooks that changed them: no webhook waits
/// for a meter. To each meter one message is under way at a time, and what changes meanwhile in any of the tenant's rooms goes
/// with the next one: a busy tenant's meter gets a message for each of the ledger's commits, and not for each webhook.
/// </summary>
/// <param name="meterOf">Finds a meter by its key.</param>
/// <param name="carriers">
/// Where messages are carried: apart from the room that happens to be first, which may be deactivated while others' lines wait.
/// </param>
/// <param name="time">Says how long a second is.</param>
/// <param name="logger">Is told of meters that could not be reached.</param>
internal sealed partial class MeterFeeds(
    Func<MeterKey, IUsageMeterGrain> meterOf, TaskScheduler carriers, TimeProvider time, ILogger<MeterFeeds> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<MeterKey, MeterFeed> _feeds = new();

    /// <summary>Sends a session's line; of two lines of one session only the newer arrives.</summary>
    public void Send(MeterKey meter, SessionLine line) => Add(meter, line);

    /// <summary>Tells a meter to read the ledger again.</summary>
    public void Invalidate(MeterKey meter) => Add(meter, null);

    private void Add(MeterKey meter, SessionLine? line)
    {
        while (true)
        {
            var feed = _feeds.GetOrAdd(meter, static _ => new MeterFeed());
            if (feed.TryAdd(line, out var start))
            {
                if (start)
                {
                    _ = Task.Factory.StartNew(() => CarryAsync(meter, feed), CancellationToken.None, TaskCreationOptions.DenyChildAttach, carriers);
                }

                return;
            }

            _feeds.TryRemove(new KeyValuePair<MeterKey, MeterFeed>(meter, feed));
        }
    }

    private async Task CarryAsync(MeterKey key, MeterFeed feed)
    {
        while (feed.TakeOrClose() is var (lines, invalidate) && (invalidate || !lines.IsEmpty))
        {
            try
            {
                var meter = meterOf(key);

                // A meter that reads anew finds in the ledger whatever these lines say.
                await (invalidate ? meter.InvalidateAsync() : meter.ApplyAsync(lines));
            }
            catch (Exception fault)
            {
                // The meter is a cache of the ledger. By the time it can be reached it may no longer follow these sessions by
                // their lines, but the ledger has them in any case.
                LogUnreachable(fault, key.Tenant);
                feed.TryAdd(null, out _);
                await Task.Delay(RetryDelay, time);
            }
        }

        _feeds.TryRemove(new KeyValuePair<MeterKey, MeterFeed>(key, feed));
    }

    [LoggerMessage(LogLevel.Warning, "Lines of sessions did not reach the meter of {Tenant}; it is told to read the ledger again")]
    private partial void LogUnreachable(Exception fault, Tenants.TenantId tenant);
}
