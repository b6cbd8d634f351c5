using Microsoft.Extensions.Hosting;

namespace RelayKit;

/// <summary>
/// Work that is done at a beat for as long as the process runs, the first time when the first period is over. A round that takes longer than a period is followed by
/// the next at once. What a round throws ends the host, so whatever may go wrong on the way is the round's own to catch.
/// </summary>
/// <param name="period">Between the beginnings of two rounds.</param>
/// <param name="time">The clock.</param>
public abstract class PeriodicWork(TimeSpan period, TimeProvider time) : BackgroundService
{
    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>One round.</summary>
    /// <param name="stopping">The process stops; then it may throw.</param>
    protected abstract Task RoundAsync(CancellationToken stopping);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(period, Time);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                await RoundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
