using System.Diagnostics;

namespace RelayKit.StorageTests.ObjectStorage;

/// <summary>s3rver, an S3 server of npm's that has nothing to do with RelayKit, as a process of its own. Where it is missing its tests fail: a green run must mean that they ran.</summary>
public sealed class S3rverServer : S3Server
{
    /// <summary>The variable that names its script.</summary>
    public const string Variable = "RELAYKIT_TEST_S3RVER";

    private const string Listening = "S3rver listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _data = Directory.CreateTempSubdirectory("relaykit-s3rver-").FullName;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    protected override Uri Address => _address.Task.Result;

    protected override string AccessKeyId => "S3RVER";

    protected override string SecretAccessKey => "S3RVER";

    public override async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("node", [Script(), "-d", _data, "-a", "127.0.0.1", "-p", "0", "--configure-bucket", First, "--configure-bucket", Second])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("s3rver ended while it started."));
        AppDomain.CurrentDomain.ProcessExit += EndWithTheRun;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception none)
        {
            throw new InvalidOperationException($"There is no Node.js here: {none.Message}. {HowToGetIt}", none);
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await _address.Task.WaitAsync(Patience);
    }

    public override async Task DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndWithTheRun;
        if (_process is { } process)
        {
            End(process);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_data, recursive: true);
    }

    private static string HowToGetIt =>
        "'./relaykit test' installs what the tests need. By hand: apt-get install nodejs npm, npm ci in a copy of "
        + $"tests/RelayKit.StorageTests/ObjectStorage/S3rver, and {Variable} set to node_modules/s3rver/bin/s3rver.js there.";

    /// <summary>The one that is named, else the one that './relaykit test' has installed in this clone.</summary>
    private static string Script()
    {
        var script = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : Path.Combine(Clone(), ".relaykit", "s3rver", "node_modules", "s3rver", "bin", "s3rver.js");
        return File.Exists(script) ? script : throw new InvalidOperationException($"There is no s3rver at {script}. {HowToGetIt}");
    }

    private static string Clone()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RelayKit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"The tests do not run in a clone, and {Variable} is not set. {HowToGetIt}");
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It never started, or has ended.
        }
    }

    private void Read(string? line)
    {
        if (line?.StartsWith(Listening, StringComparison.Ordinal) == true)
        {
            _address.TrySetResult(new Uri($"http://{line[Listening.Length..].Trim()}"));
        }
    }

    private void EndWithTheRun(object? sender, EventArgs e)
    {
        if (_process is { } process)
        {
            End(process);
        }
    }
}
