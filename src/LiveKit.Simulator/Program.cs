using RelayKit.LiveKit.Simulator;

var options = SimulatorArguments.Read(args, Environment.GetEnvironmentVariable, out var error);
if (options is null)
{
    await Console.Error.WriteLineAsync($"livekit simulator: {error}");
    return 1;
}

await SimulatorApp.Build(options, TimeProvider.System).RunAsync();
return 0;
