namespace RelayKit.Cli.Demo;

/// <summary>What the demo is given by <c>./relaykit demo</c>, through the environment.</summary>
internal sealed record DemoSettings
{
    private const string Prices = "RelayKit__Billing__Plans__metered__Prices__";

    public required string Root { get; init; }

    public required string SiloDll { get; init; }

    public required string SimulatorDll { get; init; }

    public required string Postgres { get; init; }

    public required string OperatorKey { get; init; }

    public required string LiveKitKey { get; init; }

    public required string LiveKitSecret { get; init; }

    /// <summary>The address of the simulator's object store, which is RelayKit's managed storage. Its key goes by environment to both.</summary>
    public required Uri StoreUrl { get; init; }

    /// <summary>The bucket in it.</summary>
    public required string StoreBucket { get; init; }

    public required string StripeDll { get; init; }

    /// <summary>The simulated Stripe's address, by which RelayKit bills.</summary>
    public required Uri StripeUrl { get; init; }

    public required string StripeKey { get; init; }

    public required string StripeWebhookSecret { get; init; }

    /// <summary>Cents for a participant-minute, as the plan has them that the script has configured.</summary>
    public required string ParticipantMinutePrice { get; init; }

    /// <summary>How many of them cost nothing.</summary>
    public required string ParticipantMinutesIncluded { get; init; }

    /// <summary>Cents for a recording-minute.</summary>
    public required string RecordingMinutePrice { get; init; }

    public required int ApiPort { get; init; }

    public required int SimulatorPort { get; init; }

    public required int SiloPort { get; init; }

    public required int GatewayPort { get; init; }

    /// <summary>Whether silo and simulator go on after the demo (<c>--keep</c>).</summary>
    public required bool Keep { get; init; }

    public Uri ApiUrl => new($"http://127.0.0.1:{ApiPort}/");

    public Uri SimulatorUrl => new($"http://127.0.0.1:{SimulatorPort}/");

    /// <summary>Reads the environment; null, with what is missing, when the demo was not called by the script.</summary>
    public static DemoSettings? Read(string root, Func<string, string?> environment, out string? missing)
    {
        string[] required =
        [
            "RELAYKIT_DEMO_SILO_DLL", "RELAYKIT_DEMO_SIMULATOR_DLL", "RelayKit__Postgres", "RelayKit__OperatorKey",
            "RelayKit__LiveKit__0__ApiKey", "RelayKit__LiveKit__0__ApiSecret",
            "RelayKit__ManagedStorage__Endpoint", "RelayKit__ManagedStorage__Bucket",
            "RELAYKIT_DEMO_STRIPE_DLL", "RelayKit__Stripe__ApiBase", "RelayKit__Stripe__ApiKey", "RelayKit__Stripe__WebhookSecret",
            $"{Prices}participant_minutes__UnitPrice", $"{Prices}participant_minutes__Included", $"{Prices}recording_minutes__UnitPrice",
        ];
        missing = string.Join(", ", required.Where(name => string.IsNullOrEmpty(environment(name))));
        if (missing.Length > 0)
        {
            return null;
        }

        return new DemoSettings
        {
            Root = root,
            SiloDll = environment(required[0])!,
            SimulatorDll = environment(required[1])!,
            Postgres = environment(required[2])!,
            OperatorKey = environment(required[3])!,
            LiveKitKey = environment(required[4])!,
            LiveKitSecret = environment(required[5])!,
            StoreUrl = new Uri(environment(required[6])!),
            StoreBucket = environment(required[7])!,
            StripeDll = environment(required[8])!,
            StripeUrl = new Uri(environment(required[9])!),
            StripeKey = environment(required[10])!,
            StripeWebhookSecret = environment(required[11])!,
            ParticipantMinutePrice = environment(required[12])!,
            ParticipantMinutesIncluded = environment(required[13])!,
            RecordingMinutePrice = environment(required[14])!,
            ApiPort = Port("RELAYKIT_API_PORT", 8080),
            SimulatorPort = Port("RELAYKIT_SIMULATOR_PORT", 7880),
            SiloPort = Port("RELAYKIT_SILO_PORT", 11111),
            GatewayPort = Port("RELAYKIT_GATEWAY_PORT", 30000),
            Keep = environment("RELAYKIT_DEMO_KEEP") == "1",
        };

        int Port(string name, int fallback) => int.TryParse(environment(name), out var port) ? port : fallback;
    }
}
