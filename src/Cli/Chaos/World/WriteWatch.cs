using System.Collections.Concurrent;
using Npgsql;
using RelayKit.Cli.Chaos.Judging;

namespace RelayKit.Cli.Chaos.World;

/// <summary>How long it takes, once PostgreSQL answers again, until the ledger grows.</summary>
internal sealed class WriteWatch(LedgerReader ledger, TimeProvider time)
{
    /// <summary>Within this writes have to go on.</summary>
    public static readonly TimeSpan Allowed = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>Of each time that PostgreSQL came back, how long the next write took.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    /// <summary>Waits for the next write, twice as long as it may take at most.</summary>
    public async Task AwaitAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        long? first = null;
        while (time.GetElapsedTime(began) < 2 * Allowed)
        {
            if (await CountAsync(cancellation) is { } now)
            {
                first ??= now;
                if (now > first)
                {
                    break;
                }
            }

            await Task.Delay(Step, time, cancellation);
        }

        _waits.Enqueue(time.GetElapsedTime(began));
    }

    private async Task<long?> CountAsync(CancellationToken cancellation)
    {
        try
        {
            return await ledger.CountEventsAsync(cancellation);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            // Down once more.
            return null;
        }
    }
}
