using RelayKit.Cli.Processes;

namespace RelayKit.Cli.Chaos.Processes;

/// <summary>
/// A process that is started again whenever it has ended, as an operator's supervisor does. One deed at a time is done to it, in turn.
/// </summary>
/// <param name="name">Its name in words and logs.</param>
/// <param name="start">Starts it.</param>
/// <param name="isReady">Whether it serves.</param>
/// <param name="said">Hears what happens to it.</param>
internal sealed class Supervised(
    string name, Func<ChildProcess> start, Func<CancellationToken, Task<bool>> isReady, Action<string> said) : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);

    private readonly Turns _turns = new();
    private ChildProcess? _process;

    /// <summary>How often it has ended though nobody asked it to.</summary>
    public int EndedByItself { get; private set; }

    /// <summary>How often it had to be killed since it did not stop when it was told to.</summary>
    public int StopsThatHung { get; private set; }

    public int Pid => _process!.Pid;

    /// <summary>Starts it and waits until it serves.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _process = start();
        await AwaitReadyAsync(cancellation);
    }

    /// <summary>Kills it and starts it again.</summary>
    public Task KillAsync(TimeSpan downFor, CancellationToken cancellation) => _turns.DoAsync(
        async () =>
        {
            await EndAsync(process => process.KillAsync());
            await Task.Delay(downFor, cancellation);
            await StartAsync(cancellation);
        },
        cancellation);

    /// <summary>Tells it to stop, and starts it again.</summary>
    public Task RestartAsync(CancellationToken cancellation) => _turns.DoAsync(
        async () =>
        {
            await EndAsync(StopAsync);
            await StartAsync(cancellation);
        },
        cancellation);

    /// <summary>Lets it hang for a while.</summary>
    public Task PauseAsync(TimeSpan length, CancellationToken cancellation) => _turns.DoAsync(
        async () =>
        {
            await _process!.PauseAsync();
            try
            {
                await Task.Delay(length, cancellation);
            }
            finally
            {
                await _process.ResumeAsync();
            }
        },
        cancellation);

    /// <summary>Starts it again where it has ended by itself, and waits until it serves.</summary>
    public Task ReviveAsync(CancellationToken cancellation) => _turns.DoAsync(
        async () =>
        {
            if (_process is { HasExited: true } ended)
            {
                EndedByItself++;
                said($"{name} has ended by itself (exit code {ended.ExitCode}) and is started again");
                await EndAsync(_ => Task.CompletedTask);
                await StartAsync(cancellation);
            }
        },
        cancellation);

    /// <summary>Waits until nothing is being done to it and it serves.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        await ReviveAsync(cancellation);
        await AwaitReadyAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await EndAsync(StopAsync);
        }

        _turns.Dispose();
    }

    private async Task StopAsync(ChildProcess process)
    {
        if (!await process.StopAsync("TERM", StopPatience))
        {
            StopsThatHung++;
            said($"{name} did not stop within {StopPatience.TotalSeconds} s, and was killed");
        }
    }

    private async Task EndAsync(Func<ChildProcess, Task> how)
    {
        await how(_process!);
        await _process!.DisposeAsync();
        _process = null;
    }

    private async Task AwaitReadyAsync(CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await isReady(cancellation))
        {
            if (_process is not { HasExited: false })
            {
                // It is revived at the next look; a start that never succeeds is noticed by the time it takes.
                await ReplaceAsync();
            }

            if (TimeProvider.System.GetElapsedTime(began) > StartPatience)
            {
                throw new ChaosFailedException($"{name} was not ready within {StartPatience.TotalMinutes} minutes; .relaykit/logs/chaos-{name}.log may say why.");
            }

            await Task.Delay(Step, cancellation);
        }
    }

    private async Task ReplaceAsync()
    {
        EndedByItself++;
        said($"{name} ended while it started{(_process is null ? "" : $" (exit code {_process.ExitCode})")}; it is started once more");
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _process = start();
    }
}
