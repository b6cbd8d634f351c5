using System.Diagnostics;
using System.Globalization;

namespace RelayKit.StorageTests.Outbox.Crashes;

/// <summary>A process that sends what is due, until nothing is, or until it is killed.</summary>
internal sealed class Victim(IReadOnlyDictionary<string, string> settings)
{
    /// <summary>What a process that was killed by SIGKILL ends with.</summary>
    public const int Killed = 128 + 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private Process? _process;

    /// <summary>Runs one to its end.</summary>
    /// <param name="kind">Which messages it sends.</param>
    /// <param name="step">The step of its own at which it kills itself; null for none.</param>
    /// <param name="message">With which message it does.</param>
    /// <param name="ahead">How far its clock is ahead.</param>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(string kind, CrashStep? step, Guid message, TimeSpan ahead)
    {
        var own = step is CrashStep.Reached or CrashStep.Arrived or null ? "None" : step.ToString()!;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "RelayKit.OutboxVictim.dll"), kind, own, message.ToString(), ahead.TotalSeconds.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        _process = process;
        using var patience = new CancellationTokenSource(Patience);
        var said = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode is 0 or Killed, $"{process.ExitCode}: {await said}");
        return process.ExitCode;
    }

    /// <summary>Sends it SIGKILL, whoever asks.</summary>
    public void Kill() => _process!.Kill();
}
