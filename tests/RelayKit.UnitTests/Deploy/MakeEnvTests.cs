using System.Diagnostics;
using System.Runtime.Versioning;

namespace RelayKit.UnitTests.Deploy;

/// <summary>The script that makes the secrets, run on a copy of its folder.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MakeEnvTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relaykit-env-");

    public MakeEnvTests()
    {
        foreach (var file in new[] { "make-env.sh", ".env.example" })
        {
            File.Copy(Path.Combine(DeployFiles.Root, "deploy", file), Path.Combine(_folder.FullName, file));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_secret_is_random_and_for_its_owner_alone()
    {
        Assert.Equal(0, await RunAsync());

        var values = Values();
        var secrets = values.Where(value => value.Key is not ("LIVEKIT_PUBLIC_URL" or "RELAYKIT_DOMAIN" or "LIVEKIT_DOMAIN")).ToList();
        Assert.Equal(7, secrets.Count);
        Assert.All(secrets, secret => Assert.Matches("^([0-9a-f]{20}|[0-9a-f]{64})$", secret.Value));
        Assert.Equal(secrets.Count, secrets.Select(secret => secret.Value).Distinct().Count());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Env));
        Assert.Equal([".env", ".env.example", "make-env.sh"], _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_there_stays_as_it_is()
    {
        await RunAsync();
        var first = await File.ReadAllTextAsync(Env);

        Assert.Equal(1, await RunAsync());
        Assert.Equal(first, await File.ReadAllTextAsync(Env));
    }

    private string Env => Path.Combine(_folder.FullName, ".env");

    private Dictionary<string, string> Values() => File.ReadLines(Env)
        .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#').ToDictionary(line => line.Split('=', 2)[0], line => line.Split('=', 2)[1]);

    private async Task<int> RunAsync()
    {
        using var script = Process.Start(new ProcessStartInfo("bash", [Path.Combine(_folder.FullName, "make-env.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await Task.WhenAll(script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync();
        return script.ExitCode;
    }
}
