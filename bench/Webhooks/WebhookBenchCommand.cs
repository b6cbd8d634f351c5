using System.CommandLine;

namespace RelayKit.Bench.Webhooks;

/// <summary><c>webhooks</c>: durable webhooks per second, beside what the same machine can do at the most in the same run.</summary>
internal static class WebhookBenchCommand
{
    private const int CannotRun = 2;

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "Seconds of each measurement.", DefaultValueFactory = _ => 10 };
        var connections = new Option<int>("--connections") { Description = "Connections of the larger load.", DefaultValueFactory = _ => 256 };
        var rooms = new Option<int>("--rooms") { Description = "Rooms that the webhooks are about.", DefaultValueFactory = _ => 200 };
        var json = new Option<FileInfo?>("--json") { Description = "Also writes the figures to this file." };
        AtLeastOne(seconds);
        AtLeastOne(connections);
        AtLeastOne(rooms);
        var command = new Command("webhooks", "Durable webhooks per second against a verify-only endpoint in the same run.") { seconds, connections, rooms, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (BenchSettings.Read(Environment.GetEnvironmentVariable, out var missing) is not { } settings)
            {
                await Console.Error.WriteLineAsync($"bench: {missing} not set. Use ./relaykit bench webhooks, which sets up all of it.");
                return CannotRun;
            }

            var bench = new WebhookBench(
                settings,
                TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds)),
                parsed.GetRequiredValue(connections),
                parsed.GetRequiredValue(rooms));
            return await bench.RunAsync(parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static void AtLeastOne(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{option.Name} has to be at least 1.");
        }
    });
}
