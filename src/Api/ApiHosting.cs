using RelayKit.Api.Abuse;
using RelayKit.Api.Access;
using RelayKit.Api.Accounts;
using RelayKit.Api.Accounts.Sessions;
using RelayKit.Api.ApiKeys;
using RelayKit.Api.AuditLog;
using RelayKit.Api.Authentication;
using RelayKit.Api.Billing;
using RelayKit.Api.Cluster;
using RelayKit.Api.Description;
using RelayKit.Api.Events;
using RelayKit.Api.Forwarding;
using RelayKit.Api.Hardening;
using RelayKit.Api.Idempotency;
using RelayKit.Api.Inbound;
using RelayKit.Api.Inbound.Stripe;
using RelayKit.Api.Ingress;
using RelayKit.Api.Limits;
using RelayKit.Api.Mail;
using RelayKit.Api.Notices;
using RelayKit.Api.Operations;
using RelayKit.Api.Outbox;
using RelayKit.Api.Participants;
using RelayKit.Api.Privacy;
using RelayKit.Api.Problems;
using RelayKit.Api.RateLimiting;
using RelayKit.Api.Reconciliation;
using RelayKit.Api.Recordings;
using RelayKit.Api.RequestLogs;
using RelayKit.Api.Requests;
using RelayKit.Api.Retention;
using RelayKit.Api.Rooms;
using RelayKit.Api.ServerSentEvents;
using RelayKit.Api.Sessions;
using RelayKit.Api.Tenants;
using RelayKit.Api.Tokens;
using RelayKit.Api.Usage;
using RelayKit.Api.Webhooks;
using RelayKit.Ingress;
using RelayKit.Mail;
using RelayKit.Recordings;

namespace RelayKit.Api;

/// <summary>RelayKit's HTTP API, to be put into any process that can reach the grains: the silo's own, or one of its own.</summary>
public static class ApiHosting
{
    /// <summary>Adds what the endpoints need. Grains, stores and LiveKit are added by the host.</summary>
    public static WebApplicationBuilder AddRelayKitApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<OperatorOptions>().BindConfiguration("RelayKit").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LiveKitWebhookOptions>()
            .BindConfiguration(LiveKitWebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddGrainReferences();
        services.AddTrustedProxies();
        services.AddApiKeys();
        services.AddHardening();
        services.AddAccounts(builder.Configuration);
        services.AddRateLimits();
        services.AddAbuseRules();
        services.AddSingleton<GrainCallInstruments>();
        services.AddSingleton<GrainCalls>();
        services.AddSingleton<IdempotencyInstruments>();
        services.AddSingleton<IdempotencyFilter>();
        services.AddSingleton<AuditFilter>();
        services.AddDrain();
        services.AddOptions<StreamOptions>().BindConfiguration(StreamOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StreamPlaces>();
        services.AddSingleton<TenantAllowances>();
        services.AddSingleton<TenantInvoices>();
        services.AddUsage();
        services.AddRequestLog();
        services.AddEvents();
        services.AddSingleton<WebhookInstruments>();
        services.AddSingleton<EgressWebhooks>();
        services.AddSingleton<IngressWebhook>();
        services.AddSingleton<LiveKitWebhook>();
        services.AddStripe(builder.Configuration);
        services.AddResendOptions();
        services.AddSingleton<ResendWebhookEndpoint>();
        services.AddTelemetry(builder.Configuration);
        services.AddApiDescription();
        services.AddSingleton<TenantPolicies>();
        services.AddSingleton<TenantOperations>();
        services.AddSingleton<TenantStandings>();
        services.AddOptions<IngressOptions>().BindConfiguration(IngressOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<MediaLimits>();
        services.AddSingleton<WebhookUrls>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<TokenMinter>();
        services.AddSingleton<RecordingStarter>();
        services.AddSingleton<RecordingOperations>();
        services.AddOptions<RecordingOptions>().BindConfiguration(RecordingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // A connection that waits for its next request holds a buffer of 4 KiB, and the request needs a system call less.
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        return builder;
    }

    /// <summary>Maps every route.</summary>
    public static WebApplication MapRelayKitApi(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseSecurityHeaders();
        app.UseDrain();
        app.UseMiddleware<RequestIds>();
        app.UseKnownHosts();
        // Here and not where the framework puts it: a webhook is answered by the routing itself, with its id and within the drain.
        app.UseRouting();
        app.UseProblems();
        app.UseBrowserOrigins();

        LiveKitWebhook.Map(app);
        StripeWebhook.Map(app);
        ResendWebhookEndpoint.Map(app);
        OperatorTenantEndpoints.Map(app);
        OperatorReconcileEndpoints.Map(app);
        OperatorRetentionEndpoints.Map(app);
        AuditLogEndpoints.MapOperator(app);
        DeletionEndpoints.MapOperator(app);
        NoticeEndpoints.Map(app);
        OperatorMailEndpoints.Map(app);
        OperatorOutboxEndpoints.Map(app);
        OperatorBillingEndpoints.Map(app);
        DeletionEndpoints.MapCertificateKeys(app);
        OperatorAbuseEndpoints.Map(app);

        var tenant = app.MapGroup("/v1").TakeSessions().AskForApiKey().CountActivity().TakePoints().RefuseTerminated().TakeIdempotencyKeys();
        RoomEndpoints.Map(tenant);
        TokenEndpoints.Map(tenant);
        ParticipantEndpoints.Map(tenant);
        TenantEndpoints.Map(tenant);
        LimitEndpoints.Map(tenant);
        StorageEndpoints.Map(tenant);
        RoleEndpoints.Map(tenant);
        SessionEndpoints.Map(tenant);
        RecordingEndpoints.Map(tenant);
        StreamEndpoints.Map(tenant);
        UsageEndpoints.Map(tenant);
        EventEndpoints.Map(tenant);
        BillingEndpoints.Map(tenant);
        IngressEndpoints.Map(tenant);
        WebhookEndpoints.Map(tenant);
        ApiKeyEndpoints.Map(tenant);
        LeakedKeyEndpoint.Map(app);
        RequestLogEndpoints.Map(tenant);
        AuditLogEndpoints.Map(tenant);
        ExportEndpoints.Map(tenant);
        DeletionEndpoints.Map(tenant);
        EndUserErasureEndpoints.Map(tenant);
        RestrictionEndpoints.Map(tenant);
        app.MapAccounts();
        ApiDescription.Map(app);

        return MapOperationRoutes(app);
    }

    /// <summary>Maps only what operators look at: health and metrics.</summary>
    public static WebApplication MapOperations(this WebApplication app)
    {
        app.UseSecurityHeaders();
        return MapOperationRoutes(app);
    }

    private static WebApplication MapOperationRoutes(WebApplication app)
    {
        HealthEndpoints.Map(app);
        app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }
}
