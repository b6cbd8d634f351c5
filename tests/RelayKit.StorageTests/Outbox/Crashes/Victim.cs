using System.Diagnostics;
using System.Globalization;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>A process that sends what is due, and then what it is told of, until it is killed.</summary>
internal sealed class Victim : IAsyncDisposable
{
    /// <summary>What a process that was killed by SIGKILL ends with.</summary>
    private const int Killed = 128 + 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private Victim(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts one, and waits until it has sent all that was due: what another has left.</summary>
    /// <param name="settings">Its environment.</param>
    /// <param name="kind">Which messages it sends.</param>
    /// <param name="step">The step at which it dies of the message that it is told of.</param>
    /// <param name="ahead">How far its clock is ahead.</param>
    public static async Task<Victim> StartAsync(IReadOnlyDictionary<string, string> settings, string kind, CrashStep step, TimeSpan ahead)
    {
        var own = step is CrashStep.Reached or CrashStep.Arrived ? "None" : step.ToString();
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "RelayKit.OutboxVictim.dll"), kind, own, ahead.TotalSeconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var victim = new Victim(Process.Start(start)!);
        using var patience = new CancellationTokenSource(Patience);
        if (await victim._process.StandardOutput.ReadLineAsync(patience.Token) is null)
        {
            await victim._process.WaitForExitAsync(patience.Token);
            Assert.Fail($"A process ended with {victim._process.ExitCode} before it had sent what was due: {await victim._errors}");
        }

        return victim;
    }

    /// <summary>Lets it send what is due now, and die of one of it.</summary>
    public async Task DieOfAsync(Guid message)
    {
        await _process.StandardInput.WriteLineAsync(message.ToString());
        await _process.StandardInput.FlushAsync();
        await AssertEndsAsync(Killed);
    }

    /// <summary>Lets it end by itself.</summary>
    public Task EndAsync()
    {
        _process.StandardInput.Close();
        return AssertEndsAsync(0);
    }

    /// <summary>Sends it SIGKILL, whoever asks.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task AssertEndsAsync(int code)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        Assert.True(_process.ExitCode == code, $"A process ended with {_process.ExitCode}, not {code}: {await _errors}");
    }
}
