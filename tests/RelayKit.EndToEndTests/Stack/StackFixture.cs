using System.Net;
using RelayKit.EndToEndTests.LiveKit;
using RelayKit.EndToEndTests.Storage;

namespace RelayKit.EndToEndTests.Stack;

/// <summary>
/// RelayKit as an operator runs it: a silo with the API as a process of its own, a database of its own, something that
/// plays LiveKit's server API, and a simulated Stripe that it bills by.
/// </summary>
public class StackFixture : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private SiloSettings _settings = null!;
    private ChildProcess _silo = null!;
    private ChildProcess? _simulator;
    private ChildProcess? _stripe;

    public TestDatabase Database { get; private set; } = null!;

    public PlayedLiveKit LiveKit { get; private set; } = null!;

    /// <summary>Buckets with a fault each.</summary>
    public PlayedBuckets Buckets { get; private set; } = null!;

    /// <summary>Tenants' backends, which take their webhooks.</summary>
    public PlayedReceiver Receiver { get; private set; } = null!;

    /// <summary>Plays apps, and LiveKit's bad days, on the simulated cluster.</summary>
    public Simulator Simulator { get; private set; } = null!;

    /// <summary>An S3 that the simulator plays: tenants' buckets and the operator's.</summary>
    public PlayedStore Store { get; private set; } = null!;

    /// <summary>Plays tenants at Stripe's pages, and Stripe's bad days; only where the silo bills by it.</summary>
    public SimulatedStripe Stripe { get; private set; } = null!;

    /// <summary>What the silo has mailed.</summary>
    public Mailbox Mails { get; } = new();

    /// <summary>What the silo has logged so far.</summary>
    public string SiloOutput => _silo.Output;

    /// <summary>The silo's process, which the API is in too.</summary>
    public int SiloPid => _silo.Id;

    public Uri Url => _settings.Url;

    /// <summary>All that the silo has written so far: its log.</summary>
    public string Output => _silo.Output;

    /// <summary>Whether the silo bills by a simulated Stripe.</summary>
    protected virtual bool HasStripe => true;

    public ApiClient Anonymous => Client(null);

    public ApiClient Operator => Client(SiloSettings.OperatorKey);

    public async Task InitializeAsync()
    {
        Database = await PostgresServer.CreateDatabaseAsync();
        LiveKit = await PlayedLiveKit.StartAsync();
        Buckets = await PlayedBuckets.StartAsync();
        Receiver = await PlayedReceiver.StartAsync();
        _settings = new SiloSettings(Database.ConnectionString, LiveKit.Url, Mails.Directory);
        _settings.Environment["RelayKit__Storage__AssumeRole__Endpoint"] = Buckets.Url;
        if (HasStripe)
        {
            StartStripe();
        }

        Adapt(_settings);
        _http.BaseAddress = _settings.Url;
        _simulator = ChildProcess.Start(
            Executable.Simulator,
            new Dictionary<string, string> { ["LIVEKIT_KEYS"] = $"{SiloSettings.SimulatorKey.ApiKey}: {SiloSettings.SimulatorKey.ApiSecret}" },
            "--urls", _settings.SimulatorUrl.ToString().TrimEnd('/'),
            "--webhook-url", new Uri(_settings.Url, "webhooks/livekit").ToString(),
            "--webhook-api-key", SiloSettings.SimulatorKey.ApiKey,
            "--s3-urls", _settings.StoreUrl.ToString().TrimEnd('/'),
            "--s3-bucket", PlayedStore.TenantsBucket,
            "--s3-bucket", PlayedStore.ManagedBucket,
            "--s3-access-key", PlayedStore.AccessKeyId,
            "--s3-secret", PlayedStore.SecretAccessKey);
        Store = new PlayedStore(_settings.StoreUrl);
        Simulator = new Simulator(_settings.SimulatorUrl);
        await StartSiloAsync();
    }

    public async Task DisposeAsync()
    {
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }

        Simulator?.Dispose();
        if (_stripe is not null)
        {
            await _stripe.DisposeAsync();
        }

        Stripe?.Dispose();
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        if (LiveKit is not null)
        {
            await LiveKit.DisposeAsync();
        }

        if (Buckets is not null)
        {
            await Buckets.DisposeAsync();
        }

        if (Receiver is not null)
        {
            await Receiver.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        Mails.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a silo on the same database and ports, and returns when it is ready to serve.</summary>
    public Task StartSiloAsync()
    {
        _silo = ChildProcess.Start(Executable.Silo, _settings.Environment);
        return SiloReadiness.WaitAsync(_silo, _http, StartPatience);
    }

    /// <summary>Ends the silo as a crash does.</summary>
    public Task KillSiloAsync() => _silo.KillAsync();

    /// <summary>Asks the silo to end, as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopSiloAsync()
    {
        await _silo.TerminateAsync(TimeSpan.FromSeconds(40));
        return _silo.ExitCode;
    }

    public ApiClient Client(string? bearer) => new(_http, bearer, () => _silo.Output);

    /// <summary>A client that carries a session's cookie, as a page of the console does.</summary>
    public ApiClient Browser(string cookie) => new(_http, null, () => _silo.Output) { Cookie = cookie };

    /// <summary>A new tenant with its first, live key.</summary>
    public async Task<TestTenant> CreateTenantAsync(string? cluster = null)
    {
        var created = await Operator.PostAsync("/v1/operator/tenants", new { name = "A tenant", livekit_cluster = cluster });
        created.Expect(HttpStatusCode.Created);
        var key = created["api_key"].GetProperty("key").GetString()!;
        return new TestTenant(created.Text("id"), Client(key), this) { Key = key };
    }

    /// <summary>A new tenant whose rooms live on the simulated cluster.</summary>
    public Task<TestTenant> CreateSimulatedTenantAsync() => CreateTenantAsync(SiloSettings.SimulatedCluster);

    /// <summary>Sends a webhook as LiveKit does.</summary>
    public Task<ApiAnswer> SendAsync(SignedWebhook webhook) => Anonymous.SendAsync(webhook.ToRequest());

    /// <summary>Sends webhooks one after the other; again, as LiveKit does, where a busy machine has not made one durable in time.</summary>
    public async Task SendAllAsync(params IEnumerable<string> events)
    {
        foreach (var body in events)
        {
            var answer = await SendAsync(SiloSettings.LiveKitKey.Sign(body));
            for (var again = 0; again < 3 && answer.Status == HttpStatusCode.ServiceUnavailable; again++)
            {
                answer = await SendAsync(SiloSettings.LiveKitKey.Sign(body));
            }

            answer.Expect(HttpStatusCode.OK);
        }
    }

    private void StartStripe()
    {
        _settings.UseStripe();
        _stripe = ChildProcess.Start(
            Executable.StripeSimulator,
            new Dictionary<string, string>(),
            "--urls", _settings.StripeUrl.ToString().TrimEnd('/'),
            "--api-key", SiloSettings.StripeKey,
            "--meter", SimulatedStripe.MinutesMeter,
            "--price", $"{SimulatedStripe.MinutePrice}:1:{SimulatedStripe.MinutesMeter}",
            "--webhook-url", new Uri(_settings.Url, "webhooks/stripe").ToString(),
            "--webhook-secret", SiloSettings.StripeWebhookSecret,
            "--thin-webhook-url", new Uri(_settings.Url, "webhooks/stripe/thin").ToString(),
            "--thin-webhook-secret", SiloSettings.StripeThinSecret);
        Stripe = new SimulatedStripe(_settings.StripeUrl);
    }

    /// <summary>What is otherwise in this fixture's silo.</summary>
    protected virtual void Adapt(SiloSettings settings)
    {
    }
}
