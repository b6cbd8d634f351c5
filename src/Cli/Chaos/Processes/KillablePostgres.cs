using System.Globalization;
using Npgsql;
using RelayKit.Cli.Processes;

namespace RelayKit.Cli.Chaos.Processes;

/// <summary>
/// A PostgreSQL of the run's own. Killed with SIGKILL, all of its processes at once: what it had acknowledged by then has to be in its log.
/// </summary>
internal sealed class KillablePostgres(ChaosSettings settings, string logFile) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly Turns _turns = new();
    private ChildProcess? _server;

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    public async Task StartAsync(CancellationToken cancellation)
    {
        // As its own user it has lost our environment; by this mark the script finds what an interrupted run has left.
        var mark = Environment.GetEnvironmentVariable("RELAYKIT_STARTED_BY") is { Length: > 0 } by ? $"RELAYKIT_STARTED_BY={by}" : "RELAYKIT_STARTED_BY=chaos";
        var command = settings.PostgresCommand.ToList();
        command.InsertRange(settings.PostgresUserWords, ["env", mark]);
        _server = ChildProcess.StartProgram("postgres", command, "/", logFile, new Dictionary<string, string>());
        var began = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync(cancellation))
        {
            if (_server.HasExited || TimeProvider.System.GetElapsedTime(began) > StartPatience)
            {
                throw new ChaosFailedException($"PostgreSQL {(_server.HasExited ? "ended at its start" : "was not ready in time")}; its log: {logFile}");
            }

            await Task.Delay(Step, cancellation);
        }
    }

    /// <summary>Kills it, starts it again, and waits until it has recovered.</summary>
    public Task KillAsync(TimeSpan downFor, CancellationToken cancellation) => _turns.DoAsync(
        async () =>
        {
            var all = Processes();
            await _server!.KillAsync();
            all.ForEach(pid => Signal("KILL", pid));
            Kills++;
            await AwaitEndAsync(all, cancellation);
            await _server.DisposeAsync();
            await Task.Delay(downFor, cancellation);
            await StartAsync(cancellation);
        },
        cancellation);

    /// <summary>Lets all of its processes hang for a while.</summary>
    public Task PauseAsync(TimeSpan length, CancellationToken cancellation) => _turns.DoAsync(
        async () =>
        {
            var all = Processes();
            try
            {
                all.ForEach(pid => Signal("STOP", pid));
                await Task.Delay(length, cancellation);
            }
            finally
            {
                all.ForEach(pid => Signal("CONT", pid));
            }
        },
        cancellation);

    /// <summary>Waits until nothing is being done to it.</summary>
    public Task SettleAsync(CancellationToken cancellation) => _turns.DoAsync(() => Task.CompletedTask, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // SIGINT is its fast shutdown: it does not wait for whoever is still connected.
            await _server.StopAsync("INT", StopPatience);
            await _server.DisposeAsync();
        }

        _turns.Dispose();
    }

    /// <summary>The postmaster and its children.</summary>
    private List<int> Processes()
    {
        var postmaster = _server!.Pid;
        return [postmaster, .. ProcessStat.ChildrenOf(postmaster).Select(child => child.Pid)];
    }

    private static void Signal(string signal, int pid)
    {
        using var kill = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true });
        kill!.WaitForExit();
    }

    /// <summary>A server does not start while a process of the one before is still there.</summary>
    private static async Task AwaitEndAsync(List<int> pids, CancellationToken cancellation)
    {
        while (pids.Exists(pid => ProcessStat.Of(pid) is { Runs: true }))
        {
            await Task.Delay(Step, cancellation);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(settings.Postgres) { Database = "postgres", Pooling = false, Timeout = 5 }.ConnectionString);
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
