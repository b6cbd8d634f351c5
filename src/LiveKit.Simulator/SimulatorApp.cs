using RelayKit.LiveKit.Simulator.Control;
using RelayKit.LiveKit.Simulator.Driving;
using RelayKit.LiveKit.Simulator.Egress;
using RelayKit.LiveKit.Simulator.Faults;
using RelayKit.LiveKit.Simulator.Ingress;
using RelayKit.LiveKit.Simulator.Nodes;
using RelayKit.LiveKit.Simulator.ObjectStore;
using RelayKit.LiveKit.Simulator.Rooms;
using RelayKit.LiveKit.Simulator.Tokens;
using RelayKit.LiveKit.Simulator.Twirp;
using RelayKit.LiveKit.Simulator.Webhooks;

namespace RelayKit.LiveKit.Simulator;

/// <summary>The simulator as a web application, to be run by itself or inside a test.</summary>
public static class SimulatorApp
{
    /// <summary>LiveKit's <c>limit.max_api_request_body_size</c>.</summary>
    private const long MaxBodyBytes = 10 * 1024 * 1024;

    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Builds it; nothing listens yet.</summary>
    /// <param name="options">Keys, webhooks and address.</param>
    /// <param name="time">All of its time: tick, timeouts, tokens' lives, retries. Only a stop is bounded by the host's own clock.</param>
    /// <param name="webhookHandler">What sends webhooks; null for the network. It stays the caller's to dispose.</param>
    /// <exception cref="ArgumentException">LiveKit would not start with these options.</exception>
    public static WebApplication Build(SimulatorOptions options, TimeProvider time, HttpMessageHandler? webhookHandler = null) =>
        Build(options, time, webhookHandler, null);

    /// <param name="options">As above.</param>
    /// <param name="time">As above.</param>
    /// <param name="webhookHandler">As above.</param>
    /// <param name="replace">Takes services in place of its own.</param>
    internal static WebApplication Build(
        SimulatorOptions options, TimeProvider time, HttpMessageHandler? webhookHandler, Action<IServiceCollection>? replace)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = NodeLifetime.StopPatience);
        AddNode(builder.Services, options, time);
        AddWebhooks(builder.Services, options, time, webhookHandler);
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.Use(DropDoubleSlash);
        app.UseRouting();
        app.MapGet("/", () => Results.Text("OK"));
        JoinValidation.Map(app);
        TwirpEndpoint.Map(app);
        MetricsEndpoint.Map(app);
        ControlEndpoints.Map(app);
        app.MapFallback("{**path}", () => Results.Text("404 page not found\n", statusCode: StatusCodes.Status404NotFound));
        return app;
    }

    private static void AddNode(IServiceCollection services, SimulatorOptions options, TimeProvider time)
    {
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton(new TokenVerifier(options.Keys, time));
        services.AddSingleton<LiveKitNodes>();
        services.AddSingleton<ApiOutage>();
        services.AddSingleton<SimulatedCluster>();
        services.AddSingleton<RoomDriver>();
        services.AddSingleton<ITwirpService, RoomService>();
        services.AddSingleton<IngressEndpoints>();
        services.AddSingleton<IngressFaults>();
        services.AddSingleton<ITwirpService, IngressService>();
        services.AddHostedService<NodeLifetime>();
        AddEgress(services, time);
        if (options.ObjectStore is { } store)
        {
            services.AddSingleton(_ => new ObjectStoreLifetime(store, time));
            services.AddHostedService(provider => provider.GetRequiredService<ObjectStoreLifetime>());
        }
    }

    private static void AddEgress(IServiceCollection services, TimeProvider time)
    {
        services.AddSingleton<EgressScripts>();
        services.AddSingleton<IEgressUploader>(_ => new S3EgressUploader(time));
        services.AddSingleton<EgressUploads>();
        services.AddSingleton<EgressWorker>();
        services.AddSingleton<ITwirpService, EgressService>();
    }

    /// <summary>
    /// Queue and sender know each other only by <see cref="WebhookDelivery"/>: what is to go wrong between them is put there (<see cref="FaultyDelivery"/>).
    /// </summary>
    private static void AddWebhooks(
        IServiceCollection services, SimulatorOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        services.AddSingleton<WebhookCounters>();
        services.AddSingleton<SentWebhooks>();
        services.AddSingleton<WebhookNotifier>();
        services.AddSingleton<WebhookDelivery>(
            provider => (webhook, lost) => provider.GetRequiredService<FaultyDelivery>().DeliverAsync(webhook, lost));
        services.AddSingleton<FaultPlanner>();
        services.AddSingleton<FaultCounters>();
        services.AddSingleton<FaultyDelivery>();
        services.AddSingleton(provider => new WebhookSender(
            handler ?? provider.GetRequiredService<SocketsHttpHandler>(),
            new WebhookSigner(options.WebhookApiKey!, options.Keys[options.WebhookApiKey!]),
            provider.GetRequiredService<WebhookCounters>(),
            provider.GetRequiredService<SentWebhooks>(),
            time,
            provider.GetRequiredService<ILogger<WebhookSender>>()));
        services.AddSingleton(_ => new SocketsHttpHandler
        {
            ConnectTimeout = DialTimeout,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        });
    }

    /// <summary>The server takes one of two leading slashes away, before it looks for a route.</summary>
    private static Task DropDoubleSlash(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is ['/', '/', ..] path)
        {
            context.Request.Path = path[1..];
        }

        return next(context);
    }
}
