using System.CommandLine;
using RelayKit.Bench;
using RelayKit.Bench.Baselines;

var root = new RootCommand("Measures RelayKit with real processes over HTTP. Called by ./relaykit bench.") { BaselineServer.CreateCommand() };
foreach (var command in BenchCommands.Create())
{
    root.Add(command);
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync($"bench: {error.Message}");
    }

    return BenchCommands.CannotRun;
}

return await parsed.InvokeAsync();
