using Microsoft.Extensions.Options;
using RelayKit.Storage;

namespace RelayKit.Api.Operations;

/// <summary>Registers <see cref="Drain"/>.</summary>
internal static class DrainExtensions
{
    public static IServiceCollection AddDrain(this IServiceCollection services)
    {
        services.AddOptions<ShutdownOptions>().BindConfiguration(ShutdownOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
            host.ShutdownTimeout = shutdown.Value.DrainDelay + ShutdownOptions.Grace);
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.AddHealthChecks().AddCheck<Drain>("serving", tags: [HealthTags.Ready]);
        return services;
    }

    public static IApplicationBuilder UseDrain(this IApplicationBuilder app)
    {
        var drain = app.ApplicationServices.GetRequiredService<Drain>();
        return app.Use(next => context => drain.InvokeAsync(context, next));
    }
}
