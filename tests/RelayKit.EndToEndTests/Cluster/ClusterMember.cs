using System.Globalization;
using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Stack;

namespace RelayKit.EndToEndTests.Cluster;

/// <summary>One process of a cluster, a silo or an API, that can be ended and started again at its address.</summary>
public sealed class ClusterMember : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _settings;
    private ChildProcess? _process;

    public ClusterMember(string name, string executable, Dictionary<string, string> settings)
    {
        (Name, Executable, _settings) = (name, executable, settings);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(settings["ASPNETCORE_URLS"]),
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    public string Name { get; }

    /// <summary>What is run at the next start.</summary>
    public string Executable { get; set; }

    public string Output => _process?.Output ?? "";

    public bool HasExited => _process?.HasExited ?? true;

    public int ExitCode => _process!.ExitCode;

    /// <summary>The environment of a silo of a cluster, with ports of its own.</summary>
    public static Dictionary<string, string> Settings(string postgres, string liveKitUrl, TimeSpan drainDelay) =>
        new(new SiloSettings(postgres, liveKitUrl).Environment)
        {
            ["RelayKit__Shutdown__DrainDelay"] = drainDelay.ToString("c", CultureInfo.InvariantCulture),
            ["RelayKit__PostgresPool__App"] = "6",
            ["RelayKit__PostgresPool__Jobs"] = "2",
        };

    public void Start() => _process = ChildProcess.Start(Executable, _settings);

    /// <summary>Starts it at another address, as a machine does that takes the place of a dead one.</summary>
    public void StartElsewhere()
    {
        var ports = FreePorts.Take(2);
        _settings["RelayKit__Silo__SiloPort"] = ports[0].ToString(CultureInfo.InvariantCulture);
        _settings["RelayKit__Silo__GatewayPort"] = ports[1].ToString(CultureInfo.InvariantCulture);
        Start();
    }

    public async Task ReadyAsync()
    {
        try
        {
            await Eventually.HoldsAsync(IsReadyAsync, $"{Name} is ready", StartPatience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} Its output:\n{Output}", late);
        }
    }

    /// <summary>Whether it says so; false as well where nobody answers.</summary>
    public async Task<bool> IsReadyAsync() => await ReadinessAsync() == HttpStatusCode.OK;

    /// <summary>What <c>/readyz</c> answers; null where nobody does.</summary>
    public async Task<HttpStatusCode?> ReadinessAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            using var answer = await _http.GetAsync(new Uri("/readyz", UriKind.Relative), patience.Token);
            return answer.StatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public ApiClient Client(string? bearer) => new(_http, bearer, () => Output);

    public Task<ApiAnswer> SendAsync(SignedWebhook webhook) => Client(null).SendAsync(webhook.ToRequest());

    /// <summary>Sends it until it is taken, as LiveKit does: a silo that is still busy with its start may refuse it.</summary>
    public Task DeliverAsync(SignedWebhook webhook) => Eventually.HoldsAsync(
        async () => (await SendAsync(webhook)).Status == HttpStatusCode.OK, $"{Name} takes the webhook");

    public Task KillAsync() => _process!.KillAsync();

    /// <summary>SIGTERM; returns when it has ended.</summary>
    public Task StopAsync() => _process!.TerminateAsync(TimeSpan.FromSeconds(45));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
