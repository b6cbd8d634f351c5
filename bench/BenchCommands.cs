using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using RelayKit.Bench.Api;
using RelayKit.Bench.Cluster;
using RelayKit.Bench.Keys;
using RelayKit.Bench.Measuring;
using RelayKit.Bench.Outbox;
using RelayKit.Bench.Overload;
using RelayKit.Bench.RateLimits;
using RelayKit.Bench.Reads;
using RelayKit.Bench.Retention;
using RelayKit.Bench.Rooms;
using RelayKit.Bench.SignIns;
using RelayKit.Bench.Stack;
using RelayKit.Bench.Tenants;
using RelayKit.Bench.Webhooks;

namespace RelayKit.Bench;

/// <summary>The benches as commands. Exit codes: 0 all figures reached, 1 one was not or something failed, 2 wrong usage.</summary>
internal static class BenchCommands
{
    public const int CannotRun = 2;

    private const int MaxSeconds = 600;
    private const int MaxConnections = 10_000;
    private const int MaxLiveRooms = 1_000_000;
    private const int MaxSessions = 100_000_000;
    private const int MaxTenants = 1_000_000;

    /// <summary>In the order in which 'all' runs them: the long history comes last, since it lies in the database of all.</summary>
    private static readonly IReadOnlyList<IBench> Benches =
        [new WebhookBench(), new ApiBench(), new RoomsBench(), new ClusterBench(), new OverloadBench(), new RateLimitsBench(), new KeysBench(), new SignInsBench(), new OutboxBench(), new TenantsBench(), new RetentionBench(), new ReadsBench()];

    public static IEnumerable<Command> Create() =>
        Benches.Select(bench => Create(bench.Name, bench.Description, [bench])).Append(Create("all", "every bench, one after the other", Benches));

    private static Command Create(string name, string description, IReadOnlyList<IBench> benches)
    {
        var seconds = Number("--seconds", "Seconds that each load is measured.", 10, MaxSeconds);
        var connections = Number("--connections", "Connections of the larger loads.", 256, MaxConnections);
        var rooms = Number("--live-rooms", "Live rooms of the bench 'rooms'.", 20_000, MaxLiveRooms);
        var sessions = Number("--sessions", "Participant sessions in the history of the bench 'reads'.", 10_000_000, MaxSessions);
        var tenants = Number("--tenants", "Tenants of the bench 'tenants'.", 100_000, MaxTenants);
        var overload = Number("--overload-seconds", "Seconds of twice the possible load of the bench 'overload'.", 60, MaxSeconds);
        var brief = new Option<bool>("--brief") { Description = "Only the first loads: for a look after each change of the code." };
        var json = new Option<FileInfo?>("--json") { Description = "Also writes the figures to this file." };
        var command = new Command(name, description) { seconds, connections, rooms, sessions, tenants, overload, brief, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            benches,
            new BenchOptions(
                TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds)),
                parsed.GetRequiredValue(connections),
                parsed.GetRequiredValue(rooms),
                parsed.GetRequiredValue(sessions),
                parsed.GetRequiredValue(tenants),
                TimeSpan.FromSeconds(parsed.GetRequiredValue(overload)),
                parsed.GetValue(brief)),
            parsed.GetValue(json),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<IBench> benches, BenchOptions options, FileInfo? json, CancellationToken cancellation)
    {
        if (BenchSettings.Read(Environment.GetEnvironmentVariable, out var wrong) is not { } settings)
        {
            await Console.Error.WriteLineAsync($"bench: {wrong}. Use ./relaykit bench, which sets up all of it.");
            return CannotRun;
        }

        try
        {
            var machine = await MachineDescription.ReadAsync(settings.Postgres, cancellation);
            Console.WriteLine(machine);
            var reports = new List<BenchReport>();
            foreach (var bench in benches)
            {
                reports.Add(await RunOneAsync(bench, settings, options, cancellation));
                reports[^1].Print();
            }

            BenchReport.PrintMusts(reports);
            Console.WriteLine(machine);
            await WriteAsync(json, machine, reports, cancellation);
            return reports.TrueForAll(report => report.Succeeded) ? 0 : 1;
        }
        catch (Exception reason) when (reason is BenchException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"bench: {reason.Message}");
            return 1;
        }
    }

    /// <summary>A bench that cannot go on is a fault of its own and does not keep the next ones from theirs.</summary>
    private static async Task<BenchReport> RunOneAsync(IBench bench, BenchSettings settings, BenchOptions options, CancellationToken cancellation)
    {
        try
        {
            return await bench.RunAsync(settings, options, cancellation);
        }
        catch (Exception reason) when (reason is BenchException or NpgsqlException)
        {
            var report = new BenchReport(bench.Name);
            report.Fault(reason.Message);
            return report;
        }
    }

    private static async Task WriteAsync(FileInfo? json, string machine, IEnumerable<BenchReport> reports, CancellationToken cancellation)
    {
        if (json is null)
        {
            return;
        }

        var all = new JsonObject { ["machine"] = machine, ["at"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
        foreach (var report in reports)
        {
            all[report.Name] = report.Figures;
        }

        await File.WriteAllTextAsync(json.FullName, all.ToJsonString(new JsonSerializerOptions { WriteIndented = true }), cancellation);
    }

    private static Option<int> Number(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = $"{description} 1 to {most}; usually {usual}.", DefaultValueFactory = _ => usual };
        option.CustomParser = result => Parse(result, name, most);
        return option;
    }

    private static int Parse(ArgumentResult result, string name, int most)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        result.AddError($"{name} has to be a number from 1 to {most}, and is '{result.Tokens[0].Value}'.");
        return 0;
    }
}
