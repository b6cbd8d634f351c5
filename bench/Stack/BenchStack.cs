using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RelayKit.Bench.Baselines;
using RelayKit.Cli.Processes;
using RelayKit.LiveKit;
using RelayKit.RateLimiting;
using RelayKit.Tenants;

namespace RelayKit.Bench.Stack;

/// <summary>
/// What a bench runs against: real silos with the API in them, started as processes of their own, the baseline server, and the
/// PostgreSQL that the script made. Ends all that it started.
/// </summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private const string LiveKitKey = "APIbench";
    private const string LiveKitSecret = "a-secret-for-the-bench-that-is-long-enough";
    private const string WrappingKey = "d3JhcHBpbmcta2V5LW9mLXRoZS1iZW5jaC0wMDAwMDA=";
    private const string OperatorKey = "rk_op_for_the_bench_0123456789012345678901234";
    private const int BaselineSiloOffset = 50;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _logs = Directory.CreateTempSubdirectory("relaykit-bench-");
    private readonly Dictionary<int, ChildProcess> _silos = [];
    private readonly Dictionary<int, ChildProcess> _apis = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private ChildProcess? _baseline;

    private BenchStack(BenchSettings settings, BenchDatabase database)
    {
        Settings = settings;
        Database = database;
    }

    public BenchSettings Settings { get; }

    public BenchDatabase Database { get; }

    /// <summary>Signs webhooks as the one LiveKit that the silos know.</summary>
    public AccessTokenIssuer LiveKit { get; } = new(LiveKitKey, LiveKitSecret, TimeProvider.System);

    /// <summary>Starts one silo and the baseline server.</summary>
    public static async Task<BenchStack> StartAsync(BenchSettings settings, CancellationToken cancellation)
    {
        var stack = new BenchStack(settings, await BenchDatabase.ConnectAsync(settings.Postgres, cancellation));
        try
        {
            await stack.StartSiloAsync(0, cancellation);
            await stack.StartBaselineAsync(cancellation);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public ChildProcess Baseline => _baseline!;

    public ChildProcess Silo(int number) => _silos[number];

    public IReadOnlyList<int> SiloPids => [.. _silos.Values.Select(silo => silo.Pid)];

    /// <summary>Starts a silo and waits until it is ready to take work.</summary>
    public async Task StartSiloAsync(int number, CancellationToken cancellation)
    {
        var silo = Launch(
            $"silo-{number}",
            Settings.SiloDll,
            new Dictionary<string, string>(Environment(number))
            {
                ["RelayKit__Silo__SiloPort"] = Text(Settings.SiloPort + number),
                ["RelayKit__Silo__GatewayPort"] = Text(Settings.GatewayPort + number),
            });
        _silos[number] = silo;
        await WaitAsync(silo, new Uri(Settings.ApiUrl(number), "readyz"), cancellation);
    }

    /// <summary>Starts an API by itself and waits until it is ready; its number is none of a silo's.</summary>
    /// <param name="number">Which.</param>
    /// <param name="limited">Whether it limits rates at all.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task StartApiAsync(int number, bool limited, CancellationToken cancellation)
    {
        var api = Launch(
            $"api-{number}",
            Settings.ApiDll,
            new Dictionary<string, string>(Environment(number)) { ["RelayKit__RateLimits__Enabled"] = limited ? "true" : "false" });
        _apis[number] = api;
        await WaitAsync(api, new Uri(Settings.ApiUrl(number), "readyz"), cancellation);
    }

    public ChildProcess Api(int number) => _apis[number];

    /// <summary>SIGTERM, and time to finish.</summary>
    public async Task StopSiloAsync(int number)
    {
        _silos.Remove(number, out var silo);
        await silo!.DisposeAsync();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillSiloAsync(int number)
    {
        _silos.Remove(number, out var silo);
        await silo!.KillAsync();
        await silo.DisposeAsync();
    }

    /// <summary>Creates a tenant and gives its API key.</summary>
    public async Task<string> CreateTenantAsync(string name, CancellationToken cancellation)
    {
        var tenant = await PostAsync(OperatorKey, "v1/operator/tenants", new JsonObject { ["name"] = name }, cancellation);
        return (string)tenant["api_key"]!["key"]!;
    }

    /// <summary>Limits how fast a tenant's calls may come; a bench gives each of its tenants another name.</summary>
    public async Task SetRatesAsync(string name, RateLimit api, CancellationToken cancellation)
    {
        var tenant = new TenantId(await Database.FindTenantAsync(name, cancellation));
        await SendAsync(
            HttpMethod.Put,
            OperatorKey,
            $"v1/operator/tenants/{tenant}/limits",
            new JsonObject { ["rate_limits"] = new JsonObject { ["api_points_per_second"] = api.PerSecond, ["api_burst"] = api.Burst } },
            cancellation);
    }

    /// <summary>Creates a room and gives its name in LiveKit.</summary>
    public async Task<string> CreateRoomAsync(string key, string name, CancellationToken cancellation)
    {
        var room = await PostAsync(key, "v1/rooms", new JsonObject { ["name"] = name }, cancellation);
        return (string)room["livekit_name"]!;
    }

    /// <summary>Makes an API key of a tenant.</summary>
    /// <param name="owner">A key that may.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its record's id, and the key.</returns>
    public async Task<(string Id, string Key)> CreateApiKeyAsync(string owner, string name, CancellationToken cancellation)
    {
        var key = await PostAsync(owner, "v1/api-keys", new JsonObject { ["name"] = name }, cancellation);
        return ((string)key["id"]!, (string)key["key"]!);
    }

    /// <summary>Revokes one, and returns when that is durable.</summary>
    public Task RevokeApiKeyAsync(string owner, string id, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, owner, $"v1/api-keys/{id}", [], cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _apis.Values.Concat(_silos.Values))
        {
            await process.DisposeAsync();
        }

        if (_baseline is not null)
        {
            await _baseline.DisposeAsync();
        }

        _http.Dispose();
        await Database.DisposeAsync();
    }

    private Dictionary<string, string> Environment(int number) => new()
    {
        ["RelayKit__Postgres"] = Settings.Postgres,
        ["RelayKit__OperatorKey"] = OperatorKey,
        ["RelayKit__Secrets__WrappingKeys__0"] = WrappingKey,
        ["RelayKit__LiveKit__0__Url"] = Settings.BaselineUrl.ToString(),
        ["RelayKit__LiveKit__0__ApiKey"] = LiveKitKey,
        ["RelayKit__LiveKit__0__ApiSecret"] = LiveKitSecret,
        ["ASPNETCORE_URLS"] = Settings.ApiUrl(number).ToString().TrimEnd('/'),

        // What is measured is how fast it can go. Limits are leased as ever, and never met but by a bench about them.
        ["RelayKit__RateLimits__ApiPointsPerSecond"] = "1000000",
        ["RelayKit__RateLimits__ApiBurst"] = "10000000",
        ["RelayKit__RateLimits__MintsPerSecond"] = "1000000",
        ["RelayKit__RateLimits__MintBurst"] = "10000000",
        ["RelayKit__RateLimits__UnauthenticatedPerSecond"] = "1000000",
        ["RelayKit__RateLimits__UnauthenticatedBurst"] = "10000000",
        ["RelayKit__Abuse__Enabled"] = "false",
    };

    private async Task StartBaselineAsync(CancellationToken cancellation)
    {
        _baseline = Launch(
            "baseline",
            typeof(BenchStack).Assembly.Location,
            new Dictionary<string, string> { ["RelayKit__Postgres"] = Settings.Postgres },
            BaselineServer.CommandName, "--url", Settings.BaselineUrl.ToString().TrimEnd('/'), "--key", LiveKitKey, "--secret", LiveKitSecret,
            "--silo-port", Text(Settings.SiloPort + BaselineSiloOffset));
        await WaitAsync(_baseline, new Uri(Settings.BaselineUrl, "hello"), cancellation);
    }

    private ChildProcess Launch(string name, string dll, Dictionary<string, string> environment, params string[] arguments) =>
        ChildProcess.Start(name, dll, LogOf(name), environment, arguments);

    private string LogOf(string name) => Path.Combine(_logs.FullName, $"{name}.log");

    private async Task WaitAsync(ChildProcess process, Uri address, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await _http.GetAsync(address, cancellation);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > StartPatience)
            {
                throw new BenchException($"The {process.Name} {(process.HasExited ? "ended at its start" : "did not become ready")}. Its log: {LogOf(process.Name)}");
            }

            await Task.Delay(50, cancellation);
        }
    }

    private Task<JsonNode> PostAsync(string bearer, string path, JsonObject body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, bearer, path, body, cancellation);

    private async Task<JsonNode> SendAsync(HttpMethod method, string bearer, string path, JsonObject body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(Settings.ApiUrl(0), path))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await _http.SendAsync(request, cancellation);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<JsonNode>(cancellation))!
            : throw new BenchException($"{method} /{path} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
