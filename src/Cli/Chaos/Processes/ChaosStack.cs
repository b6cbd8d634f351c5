using System.Globalization;
using Npgsql;
using RelayKit.Cli.Http;
using RelayKit.Cli.Processes;

namespace RelayKit.Cli.Chaos.Processes;

/// <summary>
/// All that runs: PostgreSQL, the LiveKit simulator, silos, and one API process in front of them, to which LiveKit's webhooks go. Ends
/// all that it started.
/// </summary>
internal sealed class ChaosStack : IAsyncDisposable
{
    /// <summary>Quicker than in production, so that a minute of bad weather has several looks.</summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(15);

    /// <summary>What receivers let fail is tried again within the run.</summary>
    private static readonly int[] WebhookRetrySeconds = [1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8, 8, 8, 8, 8, 8];

    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private readonly ChaosSettings _settings;
    private readonly IReadOnlyList<int> _ports;
    private readonly Supervised _simulator;

    public ChaosStack(ChaosSettings settings, Action<string> said)
    {
        _settings = settings;
        Postgres = new KillablePostgres(settings, settings.LogOf("postgres"));
        _ports = FreePorts.Take(3 + (3 * settings.Silos), System.Environment.ProcessId);
        Connection = new NpgsqlConnectionStringBuilder(settings.Postgres) { Database = "relaykit" }.ConnectionString;
        SimulatorUrl = Url(_ports[0]);
        ApiUrl = Url(_ports[1]);
        _simulator = new Supervised("simulator", StartSimulator, giveUp => AnswersAsync(SimulatorUrl, "", giveUp), said);
        Api = new Supervised("api", StartApi, giveUp => AnswersAsync(ApiUrl, "readyz", giveUp), said);
        Silos =
        [
            .. Enumerable.Range(0, settings.Silos).Select(number => new Supervised(
                $"silo-{number + 1}", () => StartSilo(number), giveUp => AnswersAsync(Url(SiloPorts(number).Http), "readyz", giveUp), said)),
        ];
    }

    public KillablePostgres Postgres { get; }

    public Supervised Api { get; }

    public IReadOnlyList<Supervised> Silos { get; }

    public Uri SimulatorUrl { get; }

    public Uri ApiUrl { get; }

    /// <summary>Where tenants' backends take their webhooks.</summary>
    public int ReceiverPort => _ports[2];

    /// <summary>The database, as a superuser.</summary>
    public string Connection { get; }

    private IEnumerable<Supervised> Ours => [.. Silos, Api];

    /// <summary>Whether a process had to be killed because it did not stop.</summary>
    public int StopsThatHung => Ours.Sum(process => process.StopsThatHung);

    public int EndedByThemselves => Ours.Sum(process => process.EndedByItself);

    public async Task StartAsync(CancellationToken cancellation)
    {
        await Postgres.StartAsync(cancellation);
        await using (var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_settings.Postgres) { Database = "postgres" }))
        await using (var create = server.CreateCommand("create database relaykit"))
        {
            await create.ExecuteNonQueryAsync(cancellation);
        }

        await _simulator.StartAsync(cancellation);

        // The first by itself, since it makes the schema.
        await Silos[0].StartAsync(cancellation);
        await Task.WhenAll(Silos.Skip(1).Append(Api).Select(process => process.StartAsync(cancellation)));
    }

    /// <summary>Starts again what has ended by itself, until it is told to stop.</summary>
    public async Task SuperviseAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await Task.WhenAll(Ours.Select(process => process.ReviveAsync(enough)));
            await Task.Delay(Watch, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits until all of it serves again.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        await Postgres.SettleAsync(cancellation);
        await Task.WhenAll(Ours.Select(process => process.SettleAsync(cancellation)));
    }

    public async ValueTask DisposeAsync()
    {
        // LiveKit first: what it still has to tell, it tells while the API listens; PostgreSQL last, since silos write at their end.
        foreach (var process in (IEnumerable<Supervised>)[_simulator, Api, .. Silos])
        {
            await process.DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }

    private ChildProcess StartSimulator() => ChildProcess.Start(
        "simulator",
        _settings.SimulatorDll,
        _settings.LogOf("simulator"),
        new Dictionary<string, string> { ["LIVEKIT_KEYS"] = $"{_settings.LiveKitKey}: {_settings.LiveKitSecret}" },
        "--urls", Text(SimulatorUrl), "--webhook-url", $"{ApiUrl}webhooks/livekit", "--webhook-api-key", _settings.LiveKitKey);

    private ChildProcess StartApi() => ChildProcess.Start(
        "api",
        _settings.ApiDll,
        _settings.LogOf("api"),
        new Dictionary<string, string>(Environment()) { ["ASPNETCORE_URLS"] = Text(ApiUrl), ["RelayKit__Shutdown__DrainDelay"] = "00:00:00" });

    private ChildProcess StartSilo(int number)
    {
        var (silo, gateway, http) = SiloPorts(number);
        return ChildProcess.Start(
            $"silo-{number + 1}",
            _settings.SiloDll,
            _settings.LogOf($"silo-{number + 1}"),
            new Dictionary<string, string>(Environment())
            {
                ["ASPNETCORE_URLS"] = Text(Url(http)),
                ["RelayKit__Silo__SiloPort"] = silo.ToString(CultureInfo.InvariantCulture),
                ["RelayKit__Silo__GatewayPort"] = gateway.ToString(CultureInfo.InvariantCulture),
                ["RelayKit__Silo__MapApi"] = "false",
                ["RelayKit__Shutdown__DrainDelay"] = "00:00:00",
                ["RelayKit__Reconciliation__Period"] = LookPeriod.ToString("c", CultureInfo.InvariantCulture),
            });
    }

    private Dictionary<string, string> Environment() => new(
        WebhookRetrySeconds.Select(static (wait, index) => KeyValuePair.Create($"RelayKit__TenantWebhooks__RetrySeconds__{index}", wait.ToString(CultureInfo.InvariantCulture))))
    {
        ["RelayKit__Postgres"] = Connection,
        ["RelayKit__OperatorKey"] = _settings.OperatorKey,
        ["RelayKit__LiveKit__0__Url"] = Text(SimulatorUrl),
        ["RelayKit__LiveKit__0__ApiKey"] = _settings.LiveKitKey,
        ["RelayKit__LiveKit__0__ApiSecret"] = _settings.LiveKitSecret,

        // One tenant makes all of the load. Limits are leased as ever, and never met.
        ["RelayKit__RateLimits__ApiPointsPerSecond"] = "1000000",
        ["RelayKit__RateLimits__ApiBurst"] = "10000000",
        ["RelayKit__RateLimits__MintsPerSecond"] = "1000000",
        ["RelayKit__RateLimits__MintBurst"] = "10000000",
        ["RelayKit__Abuse__Enabled"] = "false",

        // Tenants' backends are on this machine, without TLS.
        ["RelayKit__TenantWebhooks__AllowHttp"] = "true",
        ["RelayKit__Outgoing__AllowPrivateAddresses"] = "true",
    };

    private (int Silo, int Gateway, int Http) SiloPorts(int number) =>
        (_ports[3 + (3 * number)], _ports[4 + (3 * number)], _ports[5 + (3 * number)]);

    private static Uri Url(int port) => new($"http://127.0.0.1:{port}/");

    private static string Text(Uri url) => url.ToString().TrimEnd('/');

    private static async Task<bool> AnswersAsync(Uri address, string path, CancellationToken giveUp)
    {
        using var api = new JsonApi(address);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            return await api.AnswersAsync(path, patience.Token);
        }
        catch (OperationCanceledException) when (!giveUp.IsCancellationRequested)
        {
            return false;
        }
    }
}
