using RelayKit.Cli.Http;
using RelayKit.Cli.Processes;

namespace RelayKit.Cli.Demo;

/// <summary>The simulator and the silo, as real processes with real ports.</summary>
internal sealed class DemoProcesses(DemoSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private ChildProcess? _simulator;
    private ChildProcess? _silo;
    private ChildProcess? _stripe;

    public int SiloPid => _silo!.Pid;

    public async Task StartSimulatorAsync(CancellationToken cancellation)
    {
        _simulator = Start(
            "simulator",
            settings.SimulatorDll,
            new Dictionary<string, string> { ["LIVEKIT_KEYS"] = $"{settings.LiveKitKey}: {settings.LiveKitSecret}" },
            "--urls", settings.SimulatorUrl.ToString().TrimEnd('/'),
            "--webhook-url", $"{settings.ApiUrl}webhooks/livekit",
            "--webhook-api-key", settings.LiveKitKey,
            "--s3-urls", settings.StoreUrl.ToString().TrimEnd('/'),
            "--s3-bucket", settings.StoreBucket);
        await WaitAsync(_simulator, settings.SimulatorUrl, "", cancellation);
    }

    /// <summary>Prices are those of the plan that the script has configured.</summary>
    public async Task StartStripeAsync(CancellationToken cancellation)
    {
        _stripe = Start(
            "stripe",
            settings.StripeDll,
            [],
            "--urls", settings.StripeUrl.ToString().TrimEnd('/'),
            "--api-key", settings.StripeKey,
            "--meter", DemoBill.ParticipantMeter, "--price", $"price_participant_minutes:{settings.ParticipantMinutePrice}:{DemoBill.ParticipantMeter}:{settings.ParticipantMinutesIncluded}",
            "--meter", DemoBill.RecordingMeter, "--price", $"price_recording_minutes:{settings.RecordingMinutePrice}:{DemoBill.RecordingMeter}",
            "--webhook-url", $"{settings.ApiUrl}webhooks/stripe",
            "--webhook-secret", settings.StripeWebhookSecret);
        await WaitAsync(_stripe, settings.StripeUrl, "sim/totals", cancellation);
    }

    public async Task StartSiloAsync(CancellationToken cancellation)
    {
        _silo = Start("silo", settings.SiloDll, new Dictionary<string, string>
        {
            ["RelayKit__Postgres"] = settings.Postgres,
            ["RelayKit__OperatorKey"] = settings.OperatorKey,
            ["RelayKit__LiveKit__0__Url"] = settings.SimulatorUrl.ToString().TrimEnd('/'),
            ["RelayKit__LiveKit__0__ApiKey"] = settings.LiveKitKey,
            ["RelayKit__LiveKit__0__ApiSecret"] = settings.LiveKitSecret,
            ["RelayKit__Silo__SiloPort"] = settings.SiloPort.ToString(null, null),
            ["RelayKit__Silo__GatewayPort"] = settings.GatewayPort.ToString(null, null),
            ["RelayKit__Recordings__FilePeriod"] = "00:00:01",
            ["RelayKit__Billing__ReportEvery"] = "00:01:00",
            ["RelayKit__Billing__Beat"] = "00:00:01",
            ["ASPNETCORE_URLS"] = settings.ApiUrl.ToString().TrimEnd('/'),
        });
        await WaitAsync(_silo, settings.ApiUrl, "readyz", cancellation);
    }

    public async Task KillSiloAsync()
    {
        await _silo!.KillAsync();
        await _silo.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (settings.Keep)
        {
            return;
        }

        // The silo first: what the simulator still has to tell it, it tells while it stops.
        foreach (var process in new[] { _silo, _simulator, _stripe })
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        File.Delete(PidFile);
    }

    private string PidFile => Path.Combine(settings.Root, ".relaykit", "demo.pids");

    private ChildProcess Start(string name, string dll, Dictionary<string, string> environment, params string[] arguments)
    {
        var log = Path.Combine(settings.Root, ".relaykit", "logs", $"demo-{name}.log");
        var process = ChildProcess.Start(name, dll, log, environment, arguments);
        File.AppendAllText(PidFile, $"{process.Pid} {process.StartTime()} {name}\n");
        return process;
    }

    private static async Task WaitAsync(ChildProcess process, Uri address, string path, CancellationToken cancellation)
    {
        using var api = new JsonApi(address);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (!await api.AnswersAsync(path, patience.Token))
        {
            if (process.HasExited)
            {
                throw new DemoFailedException($"The {process.Name} ended while it started; .relaykit/logs/demo-{process.Name}.log says why.");
            }

            await Task.Delay(Step, patience.Token);
        }
    }
}
