using RelayKit.Cli.Chaos.Plan;

namespace RelayKit.Cli.Chaos;

/// <summary>What a run is given: by <c>./relaykit chaos</c> through the environment, and by who calls it through options.</summary>
internal sealed record ChaosSettings
{
    /// <summary>The clone; logs and what a failed run leaves go to .relaykit below it.</summary>
    public required string Root { get; init; }

    public required string SiloDll { get; init; }

    public required string ApiDll { get; init; }

    public required string SimulatorDll { get; init; }

    /// <summary>An Npgsql connection string of the run's own server, whose login is a superuser; no database of RelayKit's is there yet.</summary>
    public required string Postgres { get; init; }

    /// <summary>The command that starts that server in the foreground.</summary>
    public required IReadOnlyList<string> PostgresCommand { get; init; }

    /// <summary>How many words at the command's beginning only make it run as another user.</summary>
    public required int PostgresUserWords { get; init; }

    public required string OperatorKey { get; init; }

    public required string LiveKitKey { get; init; }

    public required string LiveKitSecret { get; init; }

    public required int Seed { get; init; }

    public required double Minutes { get; init; }

    public required int Silos { get; init; }

    public required ChaosPart Parts { get; init; }

    public required int Tenants { get; init; }

    public required int RoomsPerTenant { get; init; }

    /// <summary>What people in the rooms do, a second.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>What a failed run leaves: the truth, the ledger's rows, and what happened.</summary>
    public string EvidenceFolder => Path.Combine(Root, ".relaykit", "chaos");

    /// <summary>Where a process of this name writes to.</summary>
    public string LogOf(string name) => Path.Combine(Root, ".relaykit", "logs", $"chaos-{name}.log");

    /// <summary>Fills in what the script gives; null, with what is missing, when it was not called by it.</summary>
    public static ChaosSettings? Read(Func<string, string?> environment, ChaosOptions options, out string? missing)
    {
        string[] required =
        [
            "RELAYKIT_CHAOS_SILO_DLL", "RELAYKIT_CHAOS_API_DLL", "RELAYKIT_CHAOS_SIMULATOR_DLL", "RelayKit__Postgres",
            "RELAYKIT_CHAOS_POSTGRES_COMMAND", "RelayKit__OperatorKey", "RelayKit__LiveKit__0__ApiKey", "RelayKit__LiveKit__0__ApiSecret",
        ];
        missing = string.Join(", ", required.Where(name => string.IsNullOrEmpty(environment(name))));
        if (missing.Length > 0)
        {
            return null;
        }

        var asUser = (environment("RELAYKIT_CHAOS_POSTGRES_USER") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new ChaosSettings
        {
            Root = options.Root,
            SiloDll = environment(required[0])!,
            ApiDll = environment(required[1])!,
            SimulatorDll = environment(required[2])!,
            Postgres = environment(required[3])!,
            PostgresCommand = [.. asUser, .. environment(required[4])!.Split('\n', StringSplitOptions.RemoveEmptyEntries)],
            PostgresUserWords = asUser.Length,
            OperatorKey = environment(required[5])!,
            LiveKitKey = environment(required[6])!,
            LiveKitSecret = environment(required[7])!,
            Seed = options.Seed,
            Minutes = options.Minutes,
            Silos = options.Silos,
            Parts = options.Parts,
            Tenants = options.Tenants,
            RoomsPerTenant = options.RoomsPerTenant,
            EventsPerSecond = options.EventsPerSecond,
        };
    }
}
