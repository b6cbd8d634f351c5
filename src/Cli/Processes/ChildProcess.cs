using System.Diagnostics;

namespace RelayKit.Cli.Processes;

/// <summary>A RelayKit process that a tool starts for itself: started in its folder, its output in a log, ended by its pid.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StreamWriter _log;

    private ChildProcess(string name, Process process, StreamWriter log)
    {
        Name = name;
        _process = process;
        _log = log;
    }

    public string Name { get; }

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The exit code once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a program of ours in its own folder: there is nothing there for a watcher of configuration files to walk.</summary>
    public static ChildProcess Start(
        string name, string dll, string logFile, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartProgram(
            name,
            ["dotnet", dll, .. arguments],
            Path.GetDirectoryName(dll)!,
            logFile,
            new Dictionary<string, string>(environment) { ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false" });

    /// <summary>Starts any program.</summary>
    public static ChildProcess StartProgram(
        string name, IReadOnlyList<string> command, string folder, string logFile, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var log = new StreamWriter(logFile, append: true) { AutoFlush = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(name, process, log);
    }

    /// <inheritdoc cref="ProcessStat.Start"/>
    public string StartTime() => ProcessStat.Of(Pid)?.Start ?? throw new InvalidOperationException($"The {Name} has ended.");

    /// <summary>SIGKILL: no warning, no last word.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it hears and says nothing until it is resumed.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Asks it to end, and kills it when it takes its time.</summary>
    /// <param name="signal">How it is asked: the signal's name without SIG.</param>
    /// <param name="grace">How long it may take.</param>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> StopAsync(string signal, TimeSpan grace)
    {
        if (HasExited)
        {
            return true;
        }

        await SignalAsync(signal);
        using var patience = new CancellationTokenSource(grace);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync("TERM", GracePeriod);
        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Pid.ToString(null, null)]);
        await kill.WaitForExitAsync();
    }

    private static void Write(StreamWriter log, string? line)
    {
        lock (log)
        {
            if (line is not null && log.BaseStream is { CanWrite: true })
            {
                log.WriteLine(line);
            }
        }
    }
}
