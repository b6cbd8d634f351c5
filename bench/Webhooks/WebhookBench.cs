using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using RelayKit.Bench.Ceiling;
using RelayKit.Bench.Load;
using RelayKit.Cli.Processes;
using RelayKit.LiveKit;
using Spectre.Console;

namespace RelayKit.Bench.Webhooks;

/// <summary>
/// The real silo on a real PostgreSQL, loaded over HTTP from this process: hello, verify-only and durable webhooks by closed loop,
/// then durable ones at half of their maximum by open loop. Ends by counting what was acknowledged in the ledger.
/// </summary>
internal sealed class WebhookBench(BenchSettings settings, TimeSpan duration, int connections, int rooms)
{
    private const string Key = "APIbench";
    private const string Secret = "a-secret-for-the-bench-that-is-long-enough";
    private const string OperatorKey = "rk_op_for_the_bench_0123456789012345678901234";
    private const int FewConnections = 64;
    private const double StableWithin = 0.05;
    private const int MaxWarmUps = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly AccessTokenIssuer _issuer = new(Key, Secret, TimeProvider.System);
    private readonly WebhookBenchReport _report = new();
    private long _acknowledged;
    private long _unanswered;

    public async Task<int> RunAsync(FileInfo? json, CancellationToken cancellation)
    {
        var logs = Directory.CreateTempSubdirectory("relaykit-bench-");
        await using var ceiling = StartCeiling(logs);
        await using var silo = StartSilo(logs);
        await WaitAsync(ceiling, settings.CeilingUrl, "hello", cancellation);
        await WaitAsync(silo, settings.ApiUrl, "readyz", cancellation);
        var names = await CreateRoomsAsync(cancellation);

        var verify = new WebhookFactory(names, _issuer, "/verify");
        var durable = new WebhookFactory(names, _issuer, "/webhooks/livekit");
        ReadOnlyMemory<byte> hello = "GET /hello HTTP/1.1\r\nHost: relaykit\r\n\r\n"u8.ToArray();
        await MeasureAsync(WebhookBenchReport.Hello, ceiling, settings.CeilingUrl, FewConnections, () => hello, _ => { });
        await MeasureAsync(WebhookBenchReport.Verify, ceiling, settings.CeilingUrl, FewConnections, verify.Next, verify.Prepare);
        await MeasureAsync(WebhookBenchReport.DurableFew, silo, settings.ApiUrl, FewConnections, durable.Next, durable.Prepare);
        var many = await MeasureAsync(WebhookBenchReport.DurableMany, silo, settings.ApiUrl, connections, durable.Next, durable.Prepare);
        await MeasureOpenAsync(silo, many.PerSecond / 2, durable);
        await MeasureAsync(WebhookBenchReport.VerifyAgain, ceiling, settings.CeilingUrl, FewConnections, verify.Next, verify.Prepare);

        _report.SiloMiB = ProcessCost.ResidentMiB(silo.Pid);
        var counted = await CountAsync(cancellation);
        _report.Print(await ReadMachineAsync(cancellation), _acknowledged, counted);
        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, _report.ToJson().ToJsonString(new() { WriteIndented = true }), cancellation);
        }

        // What was not acknowledged may have become durable all the same; what was acknowledged must have.
        return counted >= _acknowledged && counted <= _acknowledged + _unanswered && !_report.HasFailures ? 0 : 1;
    }

    private async Task<LoadResult> MeasureAsync(
        string name, ChildProcess server, Uri address, int connections, Func<ReadOnlyMemory<byte>> next, Action<int> prepare)
    {
        AnsiConsole.WriteLine($"{name} …");
        var load = new LoadGenerator(address, connections);
        var rate = 0.0;
        for (var i = 0; i < MaxWarmUps; i++)
        {
            var warm = await load.RunClosedAsync(next, WarmUp);
            Remember(server, warm);
            var stable = Math.Abs(warm.PerSecond - rate) < warm.PerSecond * StableWithin;
            rate = warm.PerSecond;
            if (stable)
            {
                break;
            }
        }

        prepare((int)(rate * duration.TotalSeconds * 1.2));
        var (result, costs) = await WithCostsAsync(server, () => load.RunClosedAsync(next, duration));
        Remember(server, result);
        _report.Add(name, result, costs);
        return result;
    }

    private async Task MeasureOpenAsync(ChildProcess silo, double perSecond, WebhookFactory durable)
    {
        AnsiConsole.WriteLine($"{WebhookBenchReport.OpenHalf} …");
        durable.Prepare((int)(perSecond * duration.TotalSeconds * 1.05));
        var load = new LoadGenerator(settings.ApiUrl, connections);
        var (result, costs) = await WithCostsAsync(silo, () => load.RunOpenAsync(durable.Next, perSecond, duration));
        Remember(silo, result);
        _report.Add(WebhookBenchReport.OpenHalf, result, costs);
    }

    private void Remember(ChildProcess server, LoadResult result)
    {
        if (server.Name == "silo")
        {
            _acknowledged += result.Answered;
            _unanswered += result.Failed;
        }
    }

    private static async Task<(LoadResult Result, CostPerRequest Cost)> WithCostsAsync(ChildProcess server, Func<Task<LoadResult>> run)
    {
        var before = (Server: ProcessCost.Seconds(server.Pid), Load: ProcessCost.Seconds(Environment.ProcessId), Postgres: ProcessCost.PostgresSeconds());
        var result = await run();
        var requests = Math.Max(1, result.Answered + result.Failed) / 1_000_000.0;
        return (result, new CostPerRequest(
            (ProcessCost.Seconds(server.Pid) - before.Server) / requests,
            (ProcessCost.Seconds(Environment.ProcessId) - before.Load) / requests,
            (ProcessCost.PostgresSeconds() - before.Postgres) / requests));
    }

    private ChildProcess StartCeiling(DirectoryInfo logs) => ChildProcess.Start(
        "ceiling",
        typeof(WebhookBench).Assembly.Location,
        Path.Combine(logs.FullName, "ceiling.log"),
        new Dictionary<string, string>(),
        CeilingServer.CommandName, "--url", settings.CeilingUrl.ToString().TrimEnd('/'), "--key", Key, "--secret", Secret);

    private ChildProcess StartSilo(DirectoryInfo logs) => ChildProcess.Start(
        "silo",
        settings.SiloDll,
        Path.Combine(logs.FullName, "silo.log"),
        new Dictionary<string, string>
        {
            ["RelayKit__Postgres"] = settings.Postgres,
            ["RelayKit__OperatorKey"] = OperatorKey,
            ["RelayKit__LiveKit__0__Url"] = settings.CeilingUrl.ToString(),
            ["RelayKit__LiveKit__0__ApiKey"] = Key,
            ["RelayKit__LiveKit__0__ApiSecret"] = Secret,
            ["RelayKit__Silo__SiloPort"] = settings.SiloPort.ToString(null, null),
            ["RelayKit__Silo__GatewayPort"] = settings.GatewayPort.ToString(null, null),
            ["ASPNETCORE_URLS"] = settings.ApiUrl.ToString().TrimEnd('/'),
        });

    private static async Task WaitAsync(ChildProcess process, Uri address, string path, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StartPatience);
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(path, UriKind.Relative), patience.Token);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private async Task<IReadOnlyList<string>> CreateRoomsAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = settings.ApiUrl };
        var tenant = await PostAsync(http, OperatorKey, "v1/operator/tenants", new JsonObject { ["name"] = "Bench" }, cancellation);
        var key = (string)tenant["api_key"]!["key"]!;
        var names = new List<string>();
        for (var i = 0; i < rooms; i++)
        {
            var room = await PostAsync(http, key, "v1/rooms", new JsonObject { ["name"] = $"room-{i}" }, cancellation);
            names.Add((string)room["livekit_name"]!);
        }

        return names;
    }

    private static async Task<JsonNode> PostAsync(HttpClient http, string bearer, string path, JsonObject body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonNode>(cancellation))!;
    }

    /// <summary>Joins and leaves in the ledger: each acknowledged webhook is one of them.</summary>
    private async Task<long> CountAsync(CancellationToken cancellation) => (long)(await ScalarAsync(
        "select count(join_event_id) + count(leave_event_id) from relaykit.participant_sessions", cancellation))!;

    private async Task<string> ReadMachineAsync(CancellationToken cancellation)
    {
        var postgres = await ScalarAsync(
            "select format('PostgreSQL %s, fsync %s, synchronous_commit %s', current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'))",
            cancellation);
        return $"{Environment.ProcessorCount} cores, {Environment.OSVersion.VersionString}, .NET {Environment.Version}, {postgres}";
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(settings.Postgres);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
