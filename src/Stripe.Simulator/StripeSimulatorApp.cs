using System.Text.Json;
using RelayKit.Stripe.Simulator.Control;
using RelayKit.Stripe.Simulator.Faults;
using RelayKit.Stripe.Simulator.Http;
using RelayKit.Stripe.Simulator.Objects;
using RelayKit.Stripe.Simulator.Pages;
using RelayKit.Stripe.Simulator.Webhooks;

namespace RelayKit.Stripe.Simulator;

/// <summary>The simulator as a web application, to be run by itself or inside a test.</summary>
public static class StripeSimulatorApp
{
    /// <summary>Builds it; nothing listens yet.</summary>
    /// <param name="options">The account.</param>
    /// <param name="time">What its clock runs on.</param>
    /// <param name="webhookHandler">What sends webhooks; null for the network. It stays the caller's to dispose.</param>
    /// <exception cref="ArgumentException">It cannot start with these options.</exception>
    public static WebApplication Build(StripeSimulatorOptions options, TimeProvider time, HttpMessageHandler? webhookHandler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.UseUrls(options.Urls);
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        services.AddSingleton(options);
        services.AddSingleton(new SimulatedTime(time));
        services.AddSingleton(_ => webhookHandler is null
            ? new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
            : new HttpMessageInvoker(webhookHandler, disposeHandler: false));
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<SentEvents>();
        services.AddSingleton<StripeAccount>();
        services.AddSingleton<RecordedRequests>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<FaultScript>();
        services.AddSingleton<StripeApi>();
        if (options.HasBeat)
        {
            services.AddHostedService<SimulatorBeat>();
        }

        var app = builder.Build();
        var account = app.Services.GetRequiredService<StripeAccount>();
        app.Lifetime.ApplicationStarted.Register(() => account.Address = app.Urls.First());
        var (api, clock) = (app.Services.GetRequiredService<StripeApi>(), app.Services.GetRequiredService<SimulatedTime>());
        CustomerEndpoints.Map(app, api, account, clock);
        SubscriptionEndpoints.Map(app, api, account, clock);
        InvoiceEndpoints.Map(app, api, account);
        MeterEndpoints.Map(app, api, account, app.Services.GetRequiredService<SentEvents>());
        HostedPages.Map(app, account);
        ControlEndpoints.Map(app);
        TruthEndpoints.Map(app);
        app.MapFallback("{**path}", static (HttpContext context) => Results.Text(
            new StripeRefusal(404, "invalid_request_error", null, $"Unrecognized request URL ({context.Request.Method}: {context.Request.Path}).").ToJson().ToJsonString(),
            "application/json",
            statusCode: StatusCodes.Status404NotFound));
        return app;
    }
}
