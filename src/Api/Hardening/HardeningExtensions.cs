using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using RelayKit.Api.Inbound;

namespace RelayKit.Api.Hardening;

/// <summary>Registers what stands between the web server and the routes.</summary>
internal static class HardeningExtensions
{
    public static IServiceCollection AddHardening(this IServiceCollection services)
    {
        services.AddOptions<HttpOptions>().BindConfiguration(HttpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<SecurityHeaders>();
        services.AddBrowserOrigins();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HttpOptions>, IOptions<LiveKitWebhookOptions>>(
            static (kestrel, http, webhooks) => kestrel.Harden(http.Value, webhooks.Value.MaxBodyBytes));
        return services;
    }

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var headers = app.ApplicationServices.GetRequiredService<SecurityHeaders>();
        return app.Use(next => context =>
        {
            headers.Write(context);
            return next(context);
        });
    }
}
