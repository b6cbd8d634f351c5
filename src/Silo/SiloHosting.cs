using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RelayKit.Api;
using RelayKit.Api.Operations;
using RelayKit.Bandwidth;
using RelayKit.Billing;
using RelayKit.Ingress;
using RelayKit.Reconciliation;
using RelayKit.Storage;
using RelayKit.Storage.Secrets;
using RelayKit.Stripe;

namespace RelayKit.Silo;

/// <summary>How Orleans is set up: membership, reminders and grain storage in PostgreSQL.</summary>
internal static class SiloHosting
{
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SiloOptions>().BindConfiguration(SiloOptions.Section).ValidateDataAnnotations()
            .Validate(
                options => options.AdvertisedAddress is null || IPAddress.TryParse(options.AdvertisedAddress, out _),
                "RelayKit__Silo__AdvertisedAddress has to be an IP address.")
            .ValidateOnStart();
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(builder.Configuration.GetSection(ClusterSection.Name));
            UsePostgres(silo);
            if (builder.Configuration.IsOn(nameof(SiloOptions.Kubernetes), otherwise: false))
            {
                silo.UseKubernetes();
            }

            silo.DetectFailures();
            silo.VersionGrains();
            if (builder.Configuration.ExportsTraces())
            {
                silo.AddActivityPropagation();
            }
        });
        services.AddOptions<ReconciliationOptions>()
            .BindConfiguration(ReconciliationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<ReconciliationSchedule>();
        services.AddHostedService<WatchSchedule>();
        services.AddHostedService<RecordingSchedule>();
        services.AddHostedService<RecordingFileSchedule>();
        services.AddOptions<IngressOptions>().BindConfiguration(IngressOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<IngressSchedule>();
        services.AddOptions<BandwidthOptions>().BindConfiguration(BandwidthOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<BandwidthSchedule>();
        services.AddHostedService<RetentionSchedule>();
        if (builder.Configuration.IsStripeConfigured())
        {
            services.AddProviderEvents();
        }

        services.AddOptions<EndpointOptions>().Configure<IOptions<SiloOptions>>((endpoint, options) =>
        {
            endpoint.AdvertisedIPAddress = PodSettings.AdvertisedAddress(options.Value, builder.Configuration);
            endpoint.SiloPort = options.Value.SiloPort;
            endpoint.GatewayPort = options.Value.GatewayPort;
        });
    }

    public static void MapSiloEndpoints(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<SiloOptions>>().Value.MapApi)
        {
            app.MapRelayKitApi();
        }
        else
        {
            app.MapOperations();
        }
    }

    /// <summary>
    /// Brings the schema up to date, or only looks whether it is, and refuses to go on where the database would not keep tenants apart or
    /// their secrets could not be read.
    /// </summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        var preparation = app.Services.GetRequiredService<DatabasePreparation>();
        var migrate = app.Services.GetRequiredService<IOptions<SiloOptions>>().Value.Migrate;
        await (migrate ? preparation.RunAsync(app.Lifetime.ApplicationStopping) : preparation.VerifyAsync(app.Lifetime.ApplicationStopping));
        await app.Services.GetRequiredService<KeyRingCheck>().VerifyAsync(app.Lifetime.ApplicationStopping);
    }

    /// <summary>Orleans' tables are read and written through the same bounded pool as ours.</summary>
    private static void UsePostgres(ISiloBuilder silo)
    {
        silo.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> clustering) =>
            clustering.Configure<PostgresDataSources>((options, sources) =>
            {
                options.Invariant = ClusterSection.AdoNetInvariant;
                options.DataSource = sources.ForOrleans;
            }));
        silo.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> reminders) =>
            reminders.Configure<PostgresDataSources>((options, sources) =>
            {
                options.Invariant = ClusterSection.AdoNetInvariant;
                options.DataSource = sources.ForOrleans;
            }));
        silo.AddAdoNetGrainStorageAsDefault((OptionsBuilder<AdoNetGrainStorageOptions> storage) =>
            storage.Configure<PostgresDataSources>((options, sources) =>
            {
                options.Invariant = ClusterSection.AdoNetInvariant;
                options.DataSource = sources.ForOrleans;
            }));
        silo.UseSystemTextJsonGrainStorageSerializer();
    }
}
