using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RelayKit.Storage;

/// <summary>
/// Asks PostgreSQL every second whether it answers, and gives the process more threads while it does not. For each command whose
/// time is up the driver asks the server to cancel it, and blocks a thread for seconds while nobody listens; with one thread for
/// each core all else would wait behind those, even the refusals that senders are owed in time.
/// </summary>
internal sealed partial class PostgresWatch(PostgresDataSources sources, TimeProvider time, ILogger<PostgresWatch> logger) : BackgroundService
{
    /// <summary>More than all pools together have connections.</summary>
    private const int ThreadsInAnOutage = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Long enough that a busy machine is not taken for an outage, and well before the first command's time is up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private Task _asked = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ThreadPool.GetMinThreads(out var usual, out var completion);
        var answered = true;
        using var pulse = new PeriodicTimer(Interval, time);
        while (await pulse.WaitForNextTickAsync(stoppingToken))
        {
            var answers = await AnswersAsync(stoppingToken);
            if (answers == answered)
            {
                continue;
            }

            answered = answers;
            ThreadPool.SetMinThreads(answers ? usual : Math.Max(usual, ThreadsInAnOutage), completion);
            if (answers)
            {
                LogBack();
            }
            else
            {
                LogAway();
            }
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken stopping)
    {
        // A question that still waits is as good as a new one, and holds no second connection.
        if (_asked.IsCompleted)
        {
            _asked = AskAsync();
        }

        try
        {
            await _asked.WaitAsync(Patience, time, stopping);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Over the pool that requests do not fill.</summary>
    private async Task AskAsync()
    {
        await using var command = sources.Jobs.CreateCommand("select 1");
        await command.ExecuteScalarAsync(CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "PostgreSQL does not answer; until it does, what has to be durable is refused")]
    private partial void LogAway();

    [LoggerMessage(LogLevel.Information, "PostgreSQL answers again")]
    private partial void LogBack();
}
