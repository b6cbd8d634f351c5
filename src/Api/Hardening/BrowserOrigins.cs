using Microsoft.Extensions.Options;
using RelayKit.Api.Idempotency;
using RelayKit.Api.RateLimiting;

namespace RelayKit.Api.Hardening;

/// <summary>Cross-origin requests of browsers: closed, and open to configured origins alone.</summary>
internal static class BrowserOrigins
{
    public static IServiceCollection AddBrowserOrigins(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<CorsOptions>, CorsOptionsValidator>();
        services.AddOptions<CorsOptions>().BindConfiguration(CorsOptions.Section).ValidateOnStart();
        services.AddCors();
        return services;
    }

    /// <summary>Nothing is in the way of a request where no origin is configured.</summary>
    public static IApplicationBuilder UseBrowserOrigins(this IApplicationBuilder app)
    {
        var origins = app.ApplicationServices.GetRequiredService<IOptions<CorsOptions>>().Value.Origins;
        return origins.Count == 0
            ? app
            : app.UseCors(policy => policy
                .WithOrigins([.. origins])
                .WithMethods("GET", "POST", "PUT", "PATCH", "DELETE")
                .WithHeaders("Authorization", "Content-Type", IdempotencyKeyText.Header, "If-Match", "Last-Event-ID")
                .WithExposedHeaders(
                    "Request-Id", "Retry-After", "ETag", RateLimitFields.PolicyHeader, RateLimitFields.Header, KeptAnswer.ReplayedHeader)
                .SetPreflightMaxAge(TimeSpan.FromMinutes(10)));
    }
}
