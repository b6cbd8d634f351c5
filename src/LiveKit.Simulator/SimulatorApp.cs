using RelayKit.LiveKit.Simulator.Control;
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

    /// <summary>Builds it; nothing listens yet.</summary>
    /// <param name="options">Keys, webhooks and address.</param>
    /// <param name="time">All of its time: ids' ages, timers, retries.</param>
    /// <param name="webhookHandler">What sends webhooks; null for the network.</param>
    public static WebApplication Build(SimulatorOptions options, TimeProvider time, HttpMessageHandler? webhookHandler = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBodyBytes);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(new TokenVerifier(options.Keys, time));
        builder.Services.AddSingleton(provider => new WebhookNotifier(
            options, time, webhookHandler ?? new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30), UseProxy = false }));
        builder.Services.AddSingleton<SimulatedNode>();
        builder.Services.AddSingleton<RoomService>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SimulatedNode>());
        builder.Services.AddHostedService<WebhookDrain>();

        var app = builder.Build();
        app.Use((context, next) =>
        {
            // The server strips one of two leading slashes.
            if (context.Request.Path.Value is ['/', '/', ..] path)
            {
                context.Request.Path = path[1..];
            }

            return next(context);
        });
        app.MapGet("/", () => Results.Text("OK"));
        JoinValidation.Map(app);
        TwirpEndpoint.Map(app);
        ControlEndpoints.Map(app);
        return app;
    }
}
